import { nodeHost } from "../../node/index.ts";
import { printable } from "../../src/core/text.ts";
import type { DoctorInput, Predictions, ReadProblem, SplitName } from "../../src/doctor/input.ts";
import { type Sample, sampleFromArrays } from "../../src/doctor/sample.ts";
import { type Dump, readDump } from "../../src/formats/dump.ts";
import type { NamedBytes } from "../../src/formats/named.ts";
import { predictionsOfArray } from "../../src/formats/predictions.ts";
import { problemOf } from "./read-pair.ts";

const SPLITS = ["training", "validation", "test"] as const;

/** An .npz dump as far as it goes; arrays that cannot be read become problems. */
export async function readDumpFile(
  file: NamedBytes,
): Promise<{ input: DoctorInput & { problems: ReadProblem[] }; notes: string[] }> {
  const dump = await readDump(file, nodeHost);
  const samples: Partial<Record<SplitName, Sample>> = {};
  const predictions: Partial<Record<SplitName, Predictions>> = {};
  for (const split of SPLITS) {
    const images = dump.arrays[`${split}Images`];
    const labels = dump.arrays[`${split}Labels`];
    const answers = dump.arrays[`${split}Predictions`];
    if (images !== undefined || labels !== undefined) samples[split] = sampleFromArrays(images, labels);
    if (answers !== undefined) predictions[split] = predictionsOfArray(answers.name, answers.array);
  }
  const answered = Object.keys(predictions).length > 0;
  return {
    input: { ...samples, ...(answered ? { predictions } : {}), problems: problemsOf(dump, file) },
    notes: notesOf(dump),
  };
}

function problemsOf({ problems }: Dump, file: NamedBytes): ReadProblem[] {
  return problems.map(({ role, key, error }) => {
    const words = role.replace(/[A-Z]/, (letter) => ` ${letter.toLowerCase()}`);
    return problemOf(error, words, `${file.name}!${key}`);
  });
}

function notesOf({ ignored }: Dump): string[] {
  if (ignored.length === 0) return [];
  return [`Left aside, as their names say nothing: ${printable(ignored.slice(0, 10).join(", "), 300)}.`];
}
