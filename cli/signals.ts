import { exitCodes } from "./exit.ts";

/** The signals that ask a training run to stop, and the exit code of a run that stopped for them. */
const stopping = {
  SIGINT: exitCodes.interrupted,
  SIGTERM: exitCodes.terminated,
  SIGHUP: exitCodes.hangup,
} as const;

type Stopping = keyof typeof stopping;

/** A person's wish to stop, as a signal for `train`. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** The exit code that belongs to the signal that came; undefined while none has. */
  exitCode(): number | undefined;
  /** Gives the signals their usual meaning back. */
  done(): void;
}

/**
 * The first signal asks the run to finish its mini-batch and save; the second one leaves at once, as if we had never
 * listened: the signal is raised again with its usual meaning, so that the shell sees what it expects.
 */
export function listen(words: { first(): void; second(): void }): Interruption {
  const controller = new AbortController();
  let code: number | undefined;
  const names = Object.keys(stopping) as Stopping[];
  const done = () => {
    for (const name of names) process.off(name, onSignal);
  };
  function onSignal(name: NodeJS.Signals) {
    if (code !== undefined) {
      words.second();
      done();
      process.kill(process.pid, name);
      return;
    }
    code = stopping[name as Stopping];
    words.first();
    controller.abort();
  }
  for (const name of names) process.on(name, onSignal);
  return { signal: controller.signal, exitCode: () => code, done };
}
