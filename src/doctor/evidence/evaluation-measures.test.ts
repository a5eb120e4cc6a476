import { describe, expect, it } from "vitest";
import { digits } from "../../../test/support/doctor-cases.ts";
import { checks } from "../checks/index.ts";
import { diagnose } from "../diagnose.ts";
import { caseOf, type DoctorInput, type EvaluateFunction } from "../input.ts";
import { answerOrder } from "./answer-order.ts";
import { Evidence } from "./measure.ts";
import { passes } from "./passes.ts";
import { scores } from "./scores.ts";
import { stride } from "./stride.ts";

const data = digits(600, 500);
const get = (input: DoctorInput) => new Evidence(caseOf(input));
const labels = Array.from(data.test.labels);
/** The label with probability 0.9, but for every tenth row. */
const sure = labels.map((label, i) => (i % 10 === 0 ? (label + 3) % 10 : label));

const argmax = (row: ArrayLike<number>) => Array.from(row).indexOf(Math.max(...Array.from(row)));
const metric =
  (right: (row: Float32Array, label: number) => boolean, by = (n: number) => n): EvaluateFunction =>
  (values, truth, classes) =>
    truth.filter((label, i) => right(values.subarray(i * classes, (i + 1) * classes), label)).length / by(truth.length);

describe("somebody's metric, through the oracle test", () => {
  const sound = metric((row, label) => argmax(row) === label);
  const inBatches: EvaluateFunction = async (values, truth, classes) => {
    const means: number[] = [];
    for (let from = 0; from < truth.length; from += 10) {
      const part = truth.slice(from, from + 10);
      means.push(await sound(values.subarray(from * classes), part, classes));
    }
    return means.reduce((a, b) => a + b) / means.length;
  };
  const cases: [string, EvaluateFunction, string[]][] = [
    ["a sound one", sound, []],
    ["argmin", metric((row, label) => argmax(row.map((x) => -x)) === label), ["wrong-argmax"]],
    [
      "a text compared with a number",
      metric((row, label) => (String(argmax(row)) as unknown) === label),
      ["never-equal"],
    ],
    [
      "a wrong divisor",
      metric(
        (row, label) => argmax(row) === label,
        () => 60_000,
      ),
      ["wrong-divisor"],
    ],
    ["integer division", async (...args) => Math.floor(await sound(...args)), ["wrong-divisor"]],
    ["a threshold", metric((row, label) => row[label]! > 0.5), ["threshold"]],
    ["a mean of batches", inBatches, ["mean-of-batches"]],
    ["one that throws", () => { throw new Error("no"); }, ["never-equal"]], // biome-ignore format: short
  ];
  it.each(cases)("%s", async (_, evaluate, ids) => {
    const { findings } = await diagnose(
      { ...data, evaluate },
      { checks: checks.filter(({ catalogue }) => catalogue.startsWith("H")) },
    );
    expect(findings.filter(({ explainedBy }) => explainedBy === undefined).map(({ id }) => id)).toEqual(ids);
  });
});

describe("given predictions", () => {
  const explain = async (predictions: readonly number[]) =>
    (await get({ ...data, predictions }).get(answerOrder))[0]?.explanation?.kind;
  it("fit as they are", async () => expect(await explain(sure)).toBeUndefined());
  it("a row late", async () => expect(await explain([...sure.slice(-1), ...sure.slice(0, -1)])).toBe("shifted"));
  it("backwards", async () => expect(await explain(sure.toReversed())).toBe("reversed"));
  it("shuffled", async () => expect(await explain(sure.map((_, i) => sure[(i * 7919 + 13) % 500]!))).toBe("unrelated"));
  it("one answer for all is no matter of order", async () => expect(await explain(sure.map(() => 1))).toBeUndefined());
  it("renumbered", async () => {
    const predictions = sure.map((answer) => (answer + 1) % 10);
    expect((await get({ ...data, predictions }).get(answerOrder))[0]!.map!.accuracy).toBeGreaterThan(0.85);
  });
});

describe("scores", () => {
  const softmax = (z: number[]) => {
    const powers = z.map(Math.exp);
    return powers.map((power) => power / powers.reduce((a, b) => a + b));
  };
  const logits = (scale: number) =>
    sure.map((answer, i) =>
      Array.from({ length: 10 }, (_, k) =>
        k === answer ? scale : (((i * 31 + k * 17) % 13) / 13 - 0.5) * scale * 0.3,
      ),
    );
  const seen = async (rows: number[][]) =>
    (await get({ ...data, predictions: { values: rows.flat(), width: 10 } }).get(scores))[0]!;
  it.each([0.3, 1, 4, 12])("softmax of logits ×%f is not taken for two", async (scale) => {
    expect((await seen(logits(scale).map(softmax))).twice).toBe(false);
  });
  it("softmax twice is seen", async () => {
    expect((await seen(logits(12).map((z) => softmax(softmax(z))))).twice).toBe(true);
  });
  it("outputs that are always 0 are seen", async () => {
    const rows = logits(4).map((z) => z.map((x, k) => (k === 3 ? 0 : Math.max(0, x))));
    expect(await seen(rows)).toMatchObject({ zeroOutputs: [3], probabilities: false });
  });
});

describe("passes", () => {
  const plain = (images: ArrayLike<number>, count: number) =>
    Float64Array.from({ length: count * 2 }, (_, i) => images[Math.trunc(i / 2) * 784 + 400 + (i % 2)]! / 255);
  it("nothing in a sound function", async () => {
    expect(await get({ ...data, predict: plain }).get(passes)).toMatchObject({ changed: 0, mixed: 0 });
  });
  it("rows that mix, and answers that change", async () => {
    const mixed = (images: ArrayLike<number>, count: number) => plain(images, count).map((x) => x / count + 1);
    expect((await get({ ...data, predict: mixed }).get(passes)).mixed).toBeGreaterThan(0);
    let calls = 0;
    const changing = (images: ArrayLike<number>, count: number) => plain(images, count).map((x) => x + calls++);
    expect(await get({ ...data, predict: changing }).get(passes)).toMatchObject({ changed: 32, mixed: 0 });
  });
});

describe("stride", () => {
  it("is the width of digits", async () => {
    const found = await get(data).get(stride);
    expect(found.map(({ width, repeat }) => [width, repeat])).toEqual([
      [28, 28],
      [28, 28],
    ]);
  });
  it("shows images that are read one pixel too wide", async () => {
    const size = 28 * 29;
    const count = Math.trunc(data.training.images.length / size);
    const training = {
      ...data.training,
      size,
      shape: [28, 29] as const,
      images: data.training.images.slice(0, count * size),
    };
    const [seen] = await get({ training }).get(stride);
    expect(seen).toMatchObject({ width: 29, repeat: 28 });
    expect(seen!.restored!.accuracy).toBeGreaterThan(seen!.asRead!.accuracy + 0.3);
  });
});
