import { describe, expect, it } from "vitest";
import type { EpochEvent } from "../../core/events.ts";
import { conv, dense, maxPool, Network, summary } from "../../network/index.ts";
import { curve } from "./curve.ts";
import { dataLine, engineLine, networkLine, trainingLine } from "./describe.ts";
import { drawDigits, firstOfEachClass, type Pictures } from "./digits.ts";
import { epochRow } from "./epochs.ts";
import { accuracyText, confusionTable, worstPairs, worstPairsText } from "./evaluation.ts";
import { hasLayers, layersLine, layersTable } from "./layers.ts";
import { alignLeft, displayWidth, facts, shorten } from "./layout.ts";
import { downloadLine, duration, Pace, progressLine } from "./progress.ts";
import type { Style } from "./style.ts";

/** Marks instead of colours, so that a test sees where the style was asked for. */
const marks: Style = {
  strong: (text) => `*${text}*`,
  faint: (text) => `(${text})`,
  good: (text) => `+${text}+`,
  bad: (text) => `-${text}-`,
};

/** Pictures from letters: `#` is 255, `+` is 100, `.` is 0. */
function pictures(
  classes: readonly string[],
  ...drawn: readonly (readonly [label: number, ...lines: string[]])[]
): Pictures {
  const values = { "#": 255, "+": 100, ".": 0 } as Record<string, number>;
  const images = drawn.map(([, ...lines]) => [...lines.join("")].map((letter) => values[letter]!));
  const [, ...lines] = drawn[0]!;
  return {
    shape: [lines.length, lines[0]!.length],
    labels: drawn.map(([label]) => label),
    classes,
    count: drawn.length,
    image: (row) => images[row]!,
  };
}

describe("drawDigits(data, rows)", () => {
  const data = pictures(
    ["0", "1"],
    [0, "....", ".##.", ".+..", "..#.", "...."],
    [1, "....", "..#.", "..#.", "..#.", "...."],
  );

  it("draws half blocks, cuts the margins and names the classes", () => {
    expect(drawDigits(data, [0, 1])).toBe(["▀▀   █", " ▀   ▀", "0    1"].join("\n"));
  });

  it("draws with ASCII where there is nothing else", () => {
    expect(drawDigits(data, [0, 1], { unicode: false })).toBe(['""   #', ' "   "', "0    1"].join("\n"));
  });

  it("draws what fits, at least one picture", () => {
    expect(drawDigits(data, [0, 1], { columns: 5 })).toBe("▀▀\n ▀\n0");
    expect(drawDigits(data, [1, 0], { columns: 5 }, 2)).toBe("█\n▀\n1\n\n▀▀\n ▀\n0");
    expect(drawDigits(data, [0], { columns: 1 })).toBe("▀\n\n0");
  });

  it("draws nothing of tables and of no rows, and survives an empty picture", () => {
    expect(drawDigits({ ...data, shape: [1, 20] }, [0])).toBe("");
    expect(drawDigits(data, [])).toBe("");
    expect(drawDigits(pictures(["0"], [0, "..", ".."]), [0])).toBe("\n0");
  });

  it("shows hostile class names harmlessly", () => {
    expect(drawDigits(pictures(["\u001b[2J"], [0, "##", "##"]), [0])).not.toContain("\u001b");
  });

  it("takes one picture of each class, in the order of the classes", () => {
    expect(firstOfEachClass({ ...data, labels: [1, 1, 0, 0], count: 4 }, 10)).toEqual([2, 0]);
  });
});

describe("epochRow(event)", () => {
  const event = (epoch: number, correct: number): EpochEvent => ({
    type: "epoch",
    epoch,
    cost: 0.06214,
    trainingSeconds: 0.0981,
    learningRate: 3,
    test: { correct, total: 10_000 },
  });
  const before = { correct: 9088, total: 10_000 };

  it("is a row in the spirit of the book", () => {
    const rows = [
      epochRow(event(1, 9088), { epochs: 30 }),
      epochRow(event(2, 9243), { epochs: 30, before }),
      epochRow(event(3, 987), { epochs: 30, before }),
      epochRow(event(30, 9088), { epochs: 30, before }),
    ];
    expect(rows.join("\n")).toMatchInlineSnapshot(`
      "Epoch  1:  9,088 / 10,000   90.88 %            cost 0.0621    0.10 s
      Epoch  2:  9,243 / 10,000   92.43 %     +155   cost 0.0621    0.10 s
      Epoch  3:    987 / 10,000    9.87 %   −8,101   cost 0.0621    0.10 s
      Epoch 30:  9,088 / 10,000   90.88 %        =   cost 0.0621    0.10 s"
    `);
  });

  it("names roles, not colours", () => {
    expect(epochRow(event(2, 9243), { epochs: 30, before, style: marks })).toMatchInlineSnapshot(
      `"Epoch  2:  9,243 / 10,000 *  92.43 %* +    +155+(   cost 0.0621    0.10 s)"`,
    );
  });

  it("shows every score there is", () => {
    const training = { correct: 46_700, total: 50_000 };
    const validation = { correct: 9261, total: 10_000 };
    expect(epochRow({ ...event(2, 9243), validation, training }, { epochs: 30 })).toBe(
      "Epoch  2:  9,243 / 10,000   92.43 %            cost 0.0621    0.10 s   validation 92.61 %   training 93.40 %",
    );
    const { test, ...rest } = event(2, 9243);
    const costs = { test: { ...test!, cost: 0.2213 }, validation: { ...validation, cost: 0.23 } };
    expect(epochRow({ ...rest, ...costs }, { epochs: 30 })).toMatch(
      /0\.10 s {3}test cost 0\.2213 {3}validation 92\.61 %, cost 0\.2300$/,
    );
    expect(epochRow({ ...rest, validation, training }, { epochs: 30 })).toBe(
      "Epoch  2:  9,261 / 10,000   92.61 %            cost 0.0621    0.10 s   training 93.40 %",
    );
  });

  it("works without test images, and with costs of any size", () => {
    const { test: _, ...rest } = event(1, 0);
    expect(epochRow({ ...rest, cost: 0.0000621, trainingSeconds: 75 }, { epochs: 1 })).toBe(
      "Epoch 1:   cost 6.2e-5   1 min 15 s",
    );
    expect(epochRow({ ...rest, cost: Number.NaN }, { epochs: 1 })).toBe("Epoch 1:   cost NaN    0.10 s");
  });
});

describe("progressLine(standing)", () => {
  const standing = { epoch: 12, epochs: 30, share: 0.3, cost: 0.0413, speed: 598_123, left: 2.3 };

  it("leaves the least useful parts out until it fits", () => {
    const widths = [80, 60, 45, 20, 1];
    const lines = widths.map((columns) => progressLine(standing, { columns }));
    expect(lines.join("\n")).toMatchInlineSnapshot(`
      "Epoch 12 / 30  ━━━━━━────────────   cost 0.0413   3 s left   598,000 images/s
      Epoch 12 / 30  ━━━━━━────────────   cost 0.0413   3 s left
      Epoch 12 / 30  ━━━━━━────────────
      Epoch 12 / 30
      …"
    `);
    widths.forEach((columns, i) => {
      expect(displayWidth(lines[i]!)).toBeLessThanOrEqual(columns);
    });
  });

  it("says nothing of speed and time before they are known", () => {
    expect(progressLine({ ...standing, speed: 0, left: undefined }, { unicode: false })).toBe(
      "Epoch 12 / 30  ======------------   cost 0.0413",
    );
  });

  it("downloadLine shows sizes and the time left, and fits", () => {
    expect(downloadLine("mnist", 4_100_000, 11_594_722, 3)).toBe(
      "Downloading mnist  ━━━━━━────────────  4.1 MB of 11.6 MB   3 s left",
    );
    expect(downloadLine("mnist", 0, 0, undefined, { columns: 30 })).toBe("Downloading mnist  0 bytes of…");
  });

  it("duration(seconds) never goes below zero", () => {
    expect([-3, 0, 0.2, 59, 80, 7500].map(duration)).toEqual(["0 s", "0 s", "1 s", "59 s", "1 min 20 s", "2 h 5 min"]);
  });

  it("Pace reckons from what was done since the start, and survives a clock that goes back", () => {
    const pace = new Pace(180_000, 60_000, 1000);
    expect(pace.at(90_000, 11_000)).toEqual({ speed: 3000, left: 30 });
    expect(pace.at(60_001, 1001)).toEqual({ speed: 0, left: undefined });
    expect(pace.at(90_000, 0)).toEqual({ speed: 0, left: undefined });
    expect(pace.at(200_000, 11_000).left).toBe(0);
  });
});

describe("curve(points)", () => {
  const points = [90.88, 92.43, 92.95, 93.5, 93.2, 94].map((percent, i) => ({ epoch: i + 1, percent }));

  it("is drawn in braille, axis and extremes labelled", () => {
    expect(curve(points)).toMatchInlineSnapshot(`
      "   94.00 % ┤                     ⢀⠤⠊
                 │           ⣀⠤⠒⠉⠒⠢⠤⢄⡠⠒⠁
                 │       ⢀⡠⠔⠉
                 │    ⡠⠔⠊⠁
                 │   ⡔⠁
                 │ ⢠⠊
         90.88 % ┤⡰⠁
                 └────────────────────────
                  1                      6 epochs"
    `);
  });

  it("has an ASCII form", () => {
    const drawing = curve(points, { unicode: false });
    expect(drawing).toMatch(/^ {3}94\.00 % \+ .*\*\n/);
    expect(drawing).not.toMatch(/[^ -~\n]/);
  });

  it("is empty where there is nothing to draw, or no place for it", () => {
    expect(curve(points.slice(0, 1))).toBe("");
    expect(curve(points.map(({ epoch }) => ({ epoch, percent: 9.8 })))).toBe("");
    expect(curve(points, { columns: 12 })).toBe("");
  });

  it("stays within the page", () => {
    const many = Array.from({ length: 500 }, (_, i) => ({ epoch: i + 1, percent: (i * 37) % 100 }));
    for (const line of curve(many, { columns: 60 }).split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(67);
  });
});

describe("evaluation", () => {
  const data = { classes: ["cat", "dog", "eel"], confusion: [90, 8, 2, 0, 50, 0, 1, 2, 1097] };

  it("confusionTable: a row for each class, how many were right at its end", () => {
    expect(confusionTable(data)).toMatchInlineSnapshot(`
      "       cat   dog   eel     right
      cat     90     8     2   90.00 %
      dog      ·    50     ·  100.00 %
      eel      1     2 1,097   99.73 %"
    `);
  });

  it("confusionTable: long names stand as numbers over their columns", () => {
    const table = confusionTable({ ...data, classes: ["T-shirt/top", "Trouser", "Bag"] });
    expect(table).toMatchInlineSnapshot(`
      "                   0     1     2     right
      0 T-shirt/top     90     8     2   90.00 %
      1 Trouser          ·    50     ·  100.00 %
      2 Bag              1     2 1,097   99.73 %"
    `);
  });

  it("confusionTable: empty when it does not fit; a class without images is no number", () => {
    expect(confusionTable(data, { columns: 20 })).toBe("");
    expect(confusionTable({ classes: ["a"], confusion: [0] })).toContain("–");
  });

  it("worstPairs: most frequent first, of equals the lower class", () => {
    expect(worstPairs(data, 3)).toEqual([
      { label: 0, answer: 1, count: 8, of: 100 },
      { label: 0, answer: 2, count: 2, of: 100 },
      { label: 2, answer: 1, count: 2, of: 1100 },
    ]);
    expect(worstPairsText(data)).toMatchInlineSnapshot(`
      "cat read as dog   8 times   8.00 % of all cat
      cat read as eel   2 times   2.00 % of all cat
      eel read as dog   2 times   0.18 % of all eel
      eel read as cat   1 time    0.09 % of all eel"
    `);
    expect(worstPairsText({ classes: ["a"], confusion: [3] })).toBe("");
  });

  it("accuracyText: count, percent and interval", () => {
    expect(accuracyText(9546, 10_000, [0.9504, 0.9585])).toBe(
      "9,546 of 10,000 are right: 95.46 % (95 % interval 95.04 … 95.85 %)",
    );
  });
});

describe("layersTable", () => {
  const network = Network.create({
    input: [28, 28],
    layers: [conv(20, 5), maxPool(2), dense(100)],
    outputs: 10,
    activation: "relu",
    cost: "log-likelihood",
  });

  it("has shapes, activations, parameters and multiply-adds of every layer", () => {
    expect(layersTable(summary(network))).toBe(
      [
        "layer         output     activation   parameters   multiply-adds",
        "picture       28×28",
        "conv 20 5×5   24×24×20   relu                520         288,000",
        "max-pool 2    12×12×20",
        "dense 100     100        relu            288,100         288,000",
        "dense 10      10         softmax           1,010           1,000",
      ].join("\n"),
    );
    expect(layersTable(summary(network), { unicode: false })).toContain("conv 20 5x5   24x24x20");
    expect(layersLine(summary(network), "quadratic")).toBe(
      "289,630 parameters, 577,000 multiply-adds an image, quadratic cost",
    );
  });

  it("is for networks that their sizes do not tell", () => {
    expect(hasLayers(summary(network))).toBe(true);
    expect(hasLayers(summary(Network.create([784, 30, 10])))).toBe(false);
  });
});

describe("lines about a run", () => {
  it("name data, network, engine and training", () => {
    const shape = [28, 28] as const;
    const lines = [
      dataLine("mnist", { training: { count: 60_000, shape }, test: { count: 10_000, shape } }),
      dataLine("iris", { training: { count: 150, shape: [1, 4] } }),
      networkLine({ sizes: [784, 30, 10], parameters: 23_860, activations: ["sigmoid", "sigmoid"], cost: "quadratic" }),
      networkLine({ sizes: [4, 9, 3], parameters: 75, activations: ["relu", "softmax"], cost: "log-likelihood" }),
      engineLine({ kernels: "wasm-simd", threads: 1, bits: true, input: "sparse" }),
      engineLine({ kernels: "wasm-relaxed-simd", threads: 2, bits: false, input: "dense" }),
      trainingLine({ epochs: 30, batchSize: 10, learningRate: 3, seed: 1 }),
      trainingLine({
        epochs: 1,
        batchSize: 10,
        learningRate: 0.1,
        seed: 1,
        optimizer: "adam",
        schedule: "step",
        l2: 5,
        dropout: 0.3,
      }),
    ];
    expect(lines.join("\n")).toMatchInlineSnapshot(`
      "mnist: 60,000 training and 10,000 test images of 28 × 28
      iris: 150 training rows of 4 numbers
      784 → 30 → 10, 23,860 parameters, sigmoid, quadratic cost
      4 → 9 → 3, 75 parameters, relu → softmax, log-likelihood cost
      WebAssembly SIMD, 1 thread, same bits on every machine
      WebAssembly relaxed SIMD, 2 threads, fast: the last bits may differ between machines
      30 epochs, mini-batches of 10, η 3, seed 1
      1 epoch, mini-batches of 10, η 0.1, seed 1, adam, step schedule, L2 λ 5, dropout 0.3"
    `);
  });

  it("facts(rows) puts the values in one column and leaves out what is missing", () => {
    expect(
      facts([
        ["data", "mnist"],
        ["network", "784"],
        ["engine", undefined],
      ]),
    ).toBe("data      mnist\nnetwork   784");
  });
});

describe("layout", () => {
  it("displayWidth counts columns", () => {
    expect(["abc", "数字", "é", "e\u0301", "👍"].map(displayWidth)).toEqual([3, 4, 1, 1, 2]);
  });

  it("shorten and alignLeft keep to the columns", () => {
    expect(shorten("数字数字", 5)).toBe("数字…");
    expect(shorten("abc", 3)).toBe("abc");
    expect(shorten("abc", 0)).toBe("");
    expect(alignLeft("数", 4)).toBe("数  ");
  });
});
