import { describe, expect, it } from "vitest";
import { digits } from "../../../test/support/doctor-cases.ts";
import { Random } from "../../core/random.ts";
import { caseOf, type DoctorInput } from "../input.ts";
import { agreement } from "./agreement.ts";
import { answerOrder } from "./answer-order.ts";
import { kindOf, placesOf } from "./answer-places.ts";
import { Evidence } from "./measure.ts";
import { isProof, surprise } from "./proof.ts";

const look = async (input: DoctorInput) =>
  (await new Evidence(caseOf(input)).get(answerOrder)).find(({ split }) => split === "test")!;
const names = { images: "x", labels: "y" };
/** Labels without images that could be read: nothing but the answers can tell. */
const blank = (labels: readonly number[]) => ({ images: new Float32Array(labels.length), size: 1, labels, names });

describe("answers and labels that have nothing to do with each other", () => {
  const draws = Array.from({ length: 120 }, (_, seed) => {
    const random = new Random(seed, "doctor");
    const classes = 2 + random.below(4);
    const n = 20 + random.below(seed % 3 === 0 ? 40 : 800);
    const right = random.uniform();
    const labels = Array.from({ length: n }, () => random.below(classes));
    const answers = labels.map((label) => (random.uniform() < right ? label : random.below(classes)));
    return { seed, labels, answers };
  });
  it("are never accused, whatever their share of right answers is", async () => {
    for (const { seed, labels, answers } of draws) {
      const found = await look({ test: blank(labels), predictions: answers });
      expect([seed, Object.keys(found)]).toEqual([seed, ["split", "asGiven"]]);
    }
  });
});

describe("few rows", () => {
  const labels = Array.from({ length: 20 }, (_, i) => i % 2);
  it("19 of 20 right are no other numbering", async () => {
    const answers = labels.map((label, i) => (i === 3 ? 1 - label : label));
    expect(await look({ test: blank(labels), predictions: answers })).not.toHaveProperty("map");
  });
  it("19 of 20 wrong are too few to prove one", async () => {
    const answers = labels.map((label, i) => (i === 3 ? label : 1 - label));
    expect(await look({ test: blank(labels), predictions: answers })).not.toHaveProperty("map");
  });
});

describe("what is proven", () => {
  const random = new Random(4, "doctor");
  const labels = Array.from({ length: 400 }, () => random.below(2));
  it("two classes exchanged", async () => {
    const answers = labels.map((label, i) => (i % 12 === 0 ? label : 1 - label));
    expect((await look({ test: blank(labels), predictions: answers })).map).toMatchObject({
      pairs: [
        [0, 1],
        [1, 0],
      ],
    });
  });
  it("no counterfactual that is not far above the fact, and back where the answers are known to be right", () => {
    const at = (share: number, n = 1000) => ({
      ...agreement(Int32Array.of(0), Int32Array.of(0), 2),
      accuracy: share,
      correct: share * n,
      total: n,
      chance: 0.1,
      z: 0,
    });
    const judged = (found: number, asIs: number, known?: number) =>
      isProof({ found: at(found), asIs: at(asIs) }, { lnTried: 8, known });
    expect(judged(0.95, 0.1)).toBe(true);
    expect(judged(0.5, 0.1)).toBe(false);
    expect(judged(0.5, 0.1, 0.6)).toBe(true);
    expect(judged(0.5, 0.1, 0.95)).toBe(false);
    expect(judged(0.95, 0.8)).toBe(false);
  });
  it("some classes exchanged, the others as they are, where as-is is far from chance", async () => {
    const many = Array.from({ length: 1000 }, (_, i) => (i * 7) % 10);
    const answers = many.map((label, i) => (i % 20 === 0 ? 5 : [0, 1, 2, 4, 3, 6, 5, 7, 8, 9][label]!));
    const { map } = await look({ test: blank(many), predictions: answers });
    expect(map?.pairs).toEqual([
      [3, 4],
      [4, 3],
      [5, 6],
      [6, 5],
    ]);
  });
});

describe("answers far behind what training and a simple classifier promise", () => {
  const { training, test } = digits(1500, 500);
  const right = Array.from(training.labels);
  const ask = (answer: (label: number, i: number) => number) =>
    look({ training, test, predictions: { test: Array.from(test.labels, answer), training: right } });
  it("another network's", async () => {
    // An untrained network answers images of one class alike, and few of the classes.
    expect((await ask((label) => [0, 3, 1, 2][label % 4]!)).behind).toMatchObject({ belowChance: false });
  });
  it("fewer right than guessing", async () => {
    const turned = await ask((label, i) => (label + 1 + (i % 9)) % 10);
    expect(turned.behind).toMatchObject({ belowChance: true });
  });
  it("not those of an overfitted network", async () => {
    expect(await ask((label, i) => (i % 3 === 0 ? label : (label + 1 + (i % 8)) % 10))).not.toHaveProperty("behind");
  });
});

describe("surprise", () => {
  it("is at most that of the exact tail, and 0 at chance", () => {
    expect(surprise(10, 20, 0.5)).toBe(0);
    expect(surprise(20, 20, 0.5)).toBeCloseTo(20 * Math.LN2, 10);
    expect(surprise(3, 20, 0)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("one number a row", () => {
  const two = [0, 1];
  it.each([
    ["class numbers", [0, 1, 1, 0], two, [0, 1, 1, 0]],
    ["one probability", [0.2, 0.7, 1, 0], two, [0, 1, 1, 0]],
    ["one score", [-2.5, 3.1, 0.4, -0.1], two, [0, 1, 1, 0]],
    ["one probability", [0.2, 0.7, Number.NaN], [3, 8], [0, 1, -1]],
    ["class numbers", [0, 1, 2], [0, 1, 2], [0, 1, 2]],
    ["class numbers", [0, 1, 7], two, [0, 1, -1]],
  ] as const)("%s: %j of %j", (kind, values, labels, places) => {
    expect(kindOf({ values, width: 1 }, labels)).toBe(kind);
    expect([...placesOf({ values, width: 1 }, labels)]).toEqual(places);
  });
});
