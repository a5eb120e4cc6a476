// The web worker of a pool: worker 0 leads a team and answers the page, the others serve it.
import { type Command, LeadTeam, loadKernels, serveThread, type ThreadJob } from "../src/engine/index.ts";

/** What the page says to a worker. */
export type ToWorker =
  | { readonly kind: "join"; readonly job: ThreadJob; readonly index: number }
  | { readonly kind: "execute"; readonly command: Command; readonly active: number }
  | { readonly kind: "close" };

let team: LeadTeam | undefined;

async function join(job: ThreadJob, index: number): Promise<void> {
  const ready = () => postMessage("ready");
  if (index > 0) return serveThread(job, index, ready);
  team = new LeadTeam(job.plan, job.memory, await loadKernels(job.build, job.memory));
  ready();
}

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === "join") void join(data.job, data.index);
  else if (data.kind === "execute") postMessage(team!.execute(data.command, data.active));
  else team?.close();
});
