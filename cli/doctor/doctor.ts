import { nodeHost } from "../../node/index.ts";
import { diagnose } from "../../src/doctor/diagnose.ts";
import { caseOf } from "../../src/doctor/input.ts";
import { notesOnPredictions } from "../../src/doctor/notes.ts";
import { diagnosisHeadline, diagnosisText } from "../../src/report/text/diagnosis.ts";
import { exitCodes } from "../exit.ts";
import type { OptionValues } from "../settings-options.ts";
import { Output } from "../terminal.ts";
import { readInput } from "./read-input.ts";

const EXITS = { healthy: exitCodes.done, fault: exitCodes.fault, "cannot-judge": exitCodes.cannotJudge };

/** `myelin doctor`: the cause, the evidence and the fix. */
export async function doctor(path: string | undefined, options: OptionValues): Promise<void> {
  const output = new Output({ json: options.json === true, quiet: options.quiet === true });
  const { input, notes } = await readInput(path, options, output);
  output.live(() => "Looking …");
  const diagnosis = await diagnose(input, { host: nodeHost, quick: options.quick === true });
  output.clear();
  for (const note of [...notes, ...(await notesOnPredictions(caseOf(input)))]) output.note(note);
  output.conclude(diagnosisHeadline(diagnosis, output.canvas));
  output.say(diagnosisText(diagnosis, caseOf(input).samples, output.canvas));
  output.object(diagnosis);
  process.exitCode = EXITS[diagnosis.verdict];
}
