import type { Op } from "./op.ts";
import type { Buffer } from "./room.ts";

/** Which part of a buffer: that of the thread, by one way to divide it, or all of it. Parts of one way never overlap. */
export type Part = "panels" | "rows" | "pieces" | "channels" | "all";

/** A buffer that a stage touches, by parity of the step. */
export interface Access {
  readonly outputs: readonly [Buffer, Buffer];
  readonly part: Part;
}

/** A kernel call, and what it reads and writes of what threads share: by this barriers are placed. */
export interface Stage {
  readonly op: Op;
  readonly reads?: readonly Access[];
  readonly writes?: readonly Access[];
}

export function touches(buffer: Buffer | undefined, part: Part): Access[] {
  return buffer ? [{ outputs: [buffer, buffer], part }] : [];
}

interface Use {
  readonly address: number;
  readonly part: Part;
  readonly write: boolean;
}

/**
 * The calls of a step, step after step, with a barrier before each stage that touches what another thread may not have finished
 * with: it reads what another writes, or writes what another reads.
 */
export function arrange(stages: readonly Stage[], meet: Op | undefined): Op[] {
  if (!meet) return stages.map(({ op }) => op);
  const waits = stages.map(() => false);
  let since: Use[] = [];
  for (const parity of [0, 1, 0, 1] as const) {
    stages.forEach((stage, i) => {
      const uses = usesOf(stage, parity);
      waits[i] ||= uses.some((use) => since.some((earlier) => collide(use, earlier)));
      since = waits[i] ? uses : [...since, ...uses];
    });
  }
  return stages.flatMap(({ op }, i) => (waits[i] ? [meet, op] : [op]));
}

function usesOf({ reads = [], writes = [] }: Stage, parity: 0 | 1): Use[] {
  const use = (accesses: readonly Access[], write: boolean) =>
    accesses.flatMap(({ outputs, part }) => {
      const buffer = outputs[parity];
      return buffer.length > 1 && buffer[0] === buffer[1] ? [{ address: buffer[0]!, part, write }] : [];
    });
  return [...use(reads, false), ...use(writes, true)];
}

function collide(a: Use, b: Use): boolean {
  return a.address === b.address && (a.write || b.write) && (a.part !== b.part || a.part === "all");
}
