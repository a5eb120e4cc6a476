import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MyelinError } from "../core/errors.ts";
import type { EpochEvent, RunEvent, RunStartEvent } from "../core/events.ts";
import {
  bestEpoch,
  checkResume,
  csvRow,
  differences,
  eventsUpTo,
  eventToLine,
  foldRun,
  isRunEvent,
  metricsCsv,
  readEvents,
  scanEvents,
} from "./index.ts";

const start: RunStartEvent = {
  type: "run-start",
  format: 1,
  myelin: "0.1.0",
  data: { name: "digits", training: 60_000, validation: 0, test: 10_000, sha256: "ab" },
  network: { layers: [] },
  parameters: 23_860,
  settings: { epochs: 30 },
  engine: { kernels: "wasm-simd", threads: 1, bits: true, input: "sparse" },
  resumedAfter: 0,
};
const epoch = (n: number, correct: number): EpochEvent => ({
  type: "epoch",
  epoch: n,
  cost: 1 / n,
  trainingSeconds: 0.1,
  learningRate: 3,
  test: { correct, total: 100 },
});
const checkpoint = (n: number, step = 0): RunEvent => ({
  type: "checkpoint",
  epoch: n,
  step,
  best: false,
  weightsSha256: "cd",
});
const end: RunEvent = { type: "run-end", reason: "finished", epochs: 3, trainingSeconds: 0.3, weightsSha256: "ef" };
const log = (...lines: readonly string[]) => ({
  name: "events.jsonl",
  bytes: new TextEncoder().encode(lines.join("")),
});

const measured = fc.double();
const count = fc.nat();
const score = fc.record({ correct: count, total: count, cost: measured }, { requiredKeys: ["correct", "total"] });
const health = fc.record({
  layer: count,
  slope: measured,
  dead: measured,
  updateRatio: measured,
  weightNorm: measured,
});
const anyEpoch = fc.record(
  {
    type: fc.constant("epoch" as const),
    epoch: count,
    cost: measured,
    trainingSeconds: fc.double({ noNaN: true, noDefaultInfinity: true }),
    learningRate: measured,
    training: score,
    validation: score,
    test: score,
    health: fc.array(health, { maxLength: 3 }),
  },
  { requiredKeys: ["type", "epoch", "cost", "trainingSeconds", "learningRate"] },
);
const anyText = fc.string({ unit: "binary" });
const anyWarning = fc.record({ type: fc.constant("warning" as const), code: anyText, message: anyText });
const anyEvent: fc.Arbitrary<RunEvent> = fc.oneof(anyEpoch, anyWarning, fc.constant(start), fc.constant(end));

function refusal(run: () => unknown): MyelinError {
  try {
    run();
  } catch (error) {
    if (error instanceof MyelinError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("event lines", () => {
  it("come back as they were: NaN, infinities and halves of surrogate pairs too", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 5 }), (events) => {
        // JSON has one zero.
        const plain = JSON.parse(JSON.stringify(events), (_, v) => v) as RunEvent[];
        const read = readEvents(log(...events.map(eventToLine)));
        expect(read.map(eventToLine)).toEqual(events.map(eventToLine));
        expect(read.length).toBe(plain.length);
        expect(read.every(isRunEvent)).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect(readEvents(log(eventToLine({ ...epoch(1, 2), cost: Number.NaN })))[0]).toMatchObject({ cost: Number.NaN });
  });

  it("keep texts harmless for terminals and one event on one line", () => {
    fc.assert(
      fc.property(anyText, (message) => {
        const line = eventToLine({ type: "warning", code: "X", message });
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029](?!$)/u);
        expect(readEvents(log(line))).toEqual([{ type: "warning", code: "X", message }]);
      }),
    );
    expect(eventToLine({ type: "warning", code: "X", message: "\ud800" })).toContain("\\ud800");
  });

  it("can be cut anywhere: whole lines are read, a torn one is dropped", () => {
    const events = [start, epoch(1, 90), checkpoint(1), end];
    const whole = log(...events.map(eventToLine)).bytes;
    for (let n = 0; n <= whole.length; n++) {
      const { events: read, torn, problem } = scanEvents({ name: "x", bytes: whole.subarray(0, n) });
      expect(problem).toBeUndefined();
      expect(read).toEqual(events.slice(0, read.length));
      expect(torn).toBe(n > 0 && whole[n - 1] !== 0x0a);
    }
  });

  it("never crash the reader: every flipped bit gives events or one sentence", () => {
    const bytes = log(...[start, epoch(1, 90), checkpoint(1), end].map(eventToLine)).bytes;
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const copy = bytes.slice();
      copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
      const { events, problem } = scanEvents({ name: "x", bytes: copy });
      expect(events.every(isRunEvent)).toBe(true);
      if (problem) expect(problem.kind).toBe("input");
    }
  });

  it("name the line of what is no event", () => {
    const bad = (line: string) => refusal(() => readEvents(log(eventToLine(start), line)));
    expect(bad("{\n")).toMatchObject({ code: "JSON_SYNTAX" });
    expect(bad("[]\n")).toMatchObject({ code: "EVENTS_LINE", facts: { line: 2 } });
    expect(bad("null\n").code).toBe("EVENTS_LINE");
    expect(bad('{"type":"toString"}\n').code).toBe("EVENTS_LINE");
    expect(bad('{"type":"epoch","epoch":-1}\n').message).toMatch(/"epoch" event with wrong or missing fields/);
    expect(bad(eventToLine({ ...start, format: 2 } as unknown as RunEvent)).code).toBe("EVENTS_NEWER");
  });
});

describe("foldRun", () => {
  it("makes a run from any prefix", () => {
    const events = [start, epoch(1, 90), checkpoint(1), epoch(2, 95), epoch(3, 95), end];
    for (let n = 0; n <= events.length; n++) {
      const run = foldRun(events.slice(0, n));
      expect(run.epochs.length).toBe(events.slice(0, n).filter(({ type }) => type === "epoch").length);
    }
    const run = foldRun(events);
    expect(run.best).toEqual({ epoch: 2, correct: 95, total: 100, on: "test" });
    expect(run.curves.test).toEqual([0.9, 0.95, 0.95]);
    expect(run.curves.validation).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(run.trainingSeconds).toBeCloseTo(0.3, 12);
    expect(run.end).toBe(end);
  });

  it("replaces what was trained after the checkpoint of a resumed run", () => {
    const again = { ...start, resumedAfter: 1 };
    const run = foldRun([start, epoch(1, 90), epoch(2, 10), epoch(3, 99), end, again, epoch(2, 91)]);
    expect(run.epochs.map(({ epoch: n, test }) => [n, test?.correct])).toEqual([
      [1, 90],
      [2, 91],
    ]);
    expect(run.end).toBeUndefined();
    expect(run.resumed).toEqual([again]);
  });

  it("judges by validation images where there are any", () => {
    const judged = [epoch(1, 99), epoch(2, 50)].map((event, i) => ({ ...event, validation: { correct: i, total: 9 } }));
    expect(bestEpoch(judged)).toEqual({ epoch: 2, correct: 1, total: 9, on: "validation" });
    const { test: _, ...bare } = epoch(1, 1);
    expect(bestEpoch([bare])).toBeUndefined();
  });
});

describe("metricsCsv", () => {
  it("has numbers as numbers, one line an epoch", () => {
    expect(metricsCsv([start, epoch(1, 90), epoch(2, 95)])).toBe(
      "epoch,cost,learning_rate,training_seconds,training_correct,training_total,validation_correct,validation_total," +
        "test_correct,test_total\n1,1,3,0.1,,,,,90,100\n2,0.5,3,0.1,,,,,95,100\n",
    );
  });

  it("lets no text start a formula (X6)", () => {
    expect(csvRow(["=1+1", "+x", "-x", "@x", "\tx", "\rx", -5, "a-b"])).toBe(
      "'=1+1,'+x,'-x,'@x,'\tx,\"'\rx\",-5,a-b\n",
    );
    expect(csvRow(['a"b', "a,b", "a\nb", undefined])).toBe('"a""b","a,b","a\nb",\n');
  });
});

describe("resume", () => {
  it("drops what came after the checkpoint and fills in what the log lost", () => {
    const warning: RunEvent = { type: "warning", code: "W", message: "" };
    const events = [
      start,
      epoch(1, 1),
      warning,
      checkpoint(1),
      epoch(2, 2),
      warning,
      checkpoint(1, 5),
      checkpoint(2),
      end,
    ];
    expect(eventsUpTo(events, { epoch: 1, step: 0 })).toEqual([start, epoch(1, 1), warning, checkpoint(1)]);
    expect(eventsUpTo(events, { epoch: 1, step: 5 })).toContainEqual(checkpoint(1, 5));
    const history = [epoch(1, 1), epoch(2, 2), epoch(3, 3)];
    expect(eventsUpTo(events, { epoch: 3, step: 0 }, history)).toContainEqual(epoch(3, 3));
    expect(eventsUpTo([start], { epoch: 2, step: 0 }, history)).toEqual([start, epoch(1, 1), epoch(2, 2)]);
  });

  it("finds where two settings differ", () => {
    expect(differences({ a: [1, { b: 2 }], c: 1 }, { a: [1, { b: 3 }], d: 1 })).toEqual([
      { where: "a.1.b", saved: 2, now: 3 },
      { where: "c", saved: 1, now: undefined },
      { where: "d", saved: undefined, now: 1 },
    ]);
    expect(differences({ toString: 1 }, {})).toHaveLength(1);
    expect(differences({ a: null }, { a: null })).toEqual([]);
  });

  it("refuses other data, network, seed and settings; more epochs are welcome", () => {
    const saved = { data: start.data, network: { seed: 1 }, settings: { epochs: 30, learningRate: 3 } };
    expect(() =>
      checkResume("runs/x", saved, { ...saved, settings: { epochs: 40, learningRate: 3 } }, 30),
    ).not.toThrow();
    const code = (now: object) => refusal(() => checkResume("runs/x", saved, { ...saved, ...now }, 30)).code;
    expect(code({ data: { name: "mnist", sha256: "ff" } })).toBe("RESUME_DATA");
    expect(code({ network: { seed: 2 } })).toBe("RESUME_DIFFERS");
    expect(code({ settings: { epochs: 30, learningRate: 1 } })).toBe("RESUME_DIFFERS");
    expect(code({ settings: { epochs: 29, learningRate: 3 } })).toBe("RESUME_EPOCHS");
    const error = refusal(() => checkResume("runs/x", saved, { ...saved, network: { seed: 2 } }, 30));
    expect(error.message).toBe(
      "runs/x was made with network.seed 1, not 2: resume it without changing that, or start a new run.",
    );
  });
});
