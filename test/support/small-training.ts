// A few images whose class can be seen, and helpers that run a training on them.
import type { TrainingEvent } from "../../src/core/events.ts";
import { Dataset } from "../../src/dataset/index.ts";
import type { TrainingRun } from "../../src/training/index.ts";
import { noise } from "./kernel-cases.ts";

export const PIXELS = 12;
export const CLASSES = 3;

/**
 * Images of which a third of the pixels is bright, more or less, and the rest dark.
 *
 * @param muddle share of the labels that are wrong
 */
export function rows(count: number, { seed = 1, name = "rows", muddle = 0 } = {}): Dataset {
  const next = noise(seed);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % CLASSES);
  const pixels = Uint8Array.from({ length: count * PIXELS }, (_, i) => {
    const label = labels[Math.floor(i / PIXELS)]!;
    return Math.floor((i % PIXELS) / 4) === label && next() < 0.9 ? 60 + Math.floor(next() * 190) : 0;
  });
  const wrong = labels.map((label) => (next() < muddle ? Math.floor(next() * CLASSES) : label));
  return Dataset.fromArrays({ name, pixels, labels: wrong, shape: [3, 4], classes: CLASSES });
}

export async function eventsOf(run: TrainingRun): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  for await (const event of run) events.push(event);
  return events;
}

export const ofType = <Type extends TrainingEvent["type"]>(events: readonly TrainingEvent[], type: Type) =>
  events.filter((event): event is Extract<TrainingEvent, { type: Type }> => event.type === type);
