import { describe, expect, it } from "vitest";
import { INITIALISATION_NAMES } from "../network/index.ts";
import { experimentFlags, flagName, flagsOf, settingsFromFlags } from "./flags.ts";
import { nearestSetting, parseExperimentConfig } from "./parse.ts";
import { experimentSchema } from "./schema.ts";
import { TOPICS } from "./setting.ts";
import { partOf, settingNames, settingOf, withSettings } from "./settings.ts";

const defaults = {
  hidden: [30],
  epochs: 30,
  batchSize: 10,
  validation: 0,
  learningRate: 3,
  cost: "quadratic",
  activation: "sigmoid",
  divideBy: 255,
  seed: 1,
  init: "gaussian",
  fast: false,
};
const inits =
  "gaussian, scaled, glorot-normal, glorot-uniform, he-normal, he-uniform, lecun-normal, lecun-uniform or zeros";

function refusal(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    const { code, kind, message } = error as { code: string; kind: string; message: string };
    expect(kind).toBe("usage");
    return `${code} ${message}`;
  }
  throw new Error("it was accepted");
}

describe("parseExperimentConfig(json)", () => {
  it("fills in the chapter-1 run", () => {
    expect(parseExperimentConfig({})).toEqual(defaults);
  });

  it("keeps what is given, and gives the same back when parsed again", () => {
    const config = parseExperimentConfig({ data: "digits", hidden: [100, 30], learningRate: 0.5, seed: 0 });
    expect(config).toMatchObject({ ...defaults, data: "digits", hidden: [100, 30], learningRate: 0.5, seed: 0 });
    expect(parseExperimentConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
  });

  it("reads one width as a list of one, and drops $schema", () => {
    expect(parseExperimentConfig({ $schema: "x.json", hidden: 100 })).toMatchObject({ hidden: [100] });
  });

  it.each([
    [{ epochs: 0 }, "epochs: expected a whole number from 1 to 100,000, found 0."],
    [{ epochs: 1.5 }, "epochs: expected a whole number from 1 to 100,000, found 1.5."],
    [{ epochs: "30" }, 'epochs: expected a whole number from 1 to 100,000, found "30".'],
    [{ epochs: null }, "epochs: expected a whole number from 1 to 100,000, found null."],
    [{ batchSize: -1 }, "batchSize: expected a whole number from 1 to 1,000,000, found -1."],
    [{ learningRate: 0 }, "learningRate: expected a number greater than 0, found 0."],
    [{ learningRate: Number.NaN }, "learningRate: expected a number greater than 0, found NaN."],
    [{ learningRate: Infinity }, "learningRate: expected a number greater than 0, found Infinity."],
    [{ seed: 2 ** 53 }, "seed: expected a whole number from 0 to 9,007,199,254,740,991, found 9007199254740992."],
    [{ init: "random" }, `init: expected ${inits}, found "random".`],
    [{ cost: "mse" }, 'cost: expected quadratic, cross-entropy or log-likelihood, found "mse".'],
    [{ activation: "softmax" }, 'activation: expected sigmoid, tanh, relu, leaky-relu or linear, found "softmax".'],
    [{ momentum: 1 }, "momentum: expected a number from 0 to below 1, found 1."],
    [{ l2: -1 }, "l2: expected a number of at least 0, found -1."],
    [{ scheduleFactor: 1 }, "scheduleFactor: expected a number greater than 0 and below 1, found 1."],
    [{ monitorCost: 1 }, "monitorCost: expected true or false, found 1."],
    [{ data: "" }, "data: expected the name of a data set, a folder or a file, found an empty text."],
    [{ data: ["a"] }, 'data: expected the name of a data set, a folder or a file, found ["a"].'],
    [
      { hidden: [30, 0] },
      "hidden: expected layer widths from 1 to 16,384 with commas between them, at most 64 of them, or none, found [30,0].",
    ],
    [{ data: 7, init: "\u001b[31m" }, "data: expected the name of a data set, a folder or a file, found 7."],
    [{ init: "\u001b[31m" }, `init: expected ${inits}, found "\\x1b[31m".`],
  ])("refuses %j", (json, message) => {
    expect(refusal(() => parseExperimentConfig(json))).toBe(`SETTING_INVALID ${message}`);
  });

  it.each([
    [{ epoch: 3 }, 'epoch: there is no such setting; did you mean "epochs"?'],
    [{ lr: 3 }, 'lr: there is no such setting; did you mean "learningRate"?'],
    [{ BatchSize: 3 }, 'BatchSize: there is no such setting; did you mean "batchSize"?'],
    [{ hue: 3 }, "hue: there is no such setting; myelin train --help lists all settings."],
    [{ outputActivation: 3 }, /^outputActivation: there is no such setting/],
    [JSON.parse('{"__proto__": 3}'), /^__proto__: there is no such setting/],
    [{ constructor: 3 }, /^constructor: there is no such setting/],
  ])("refuses the unknown key of %j", (json, message) => {
    const text = refusal(() => parseExperimentConfig(json)) as string;
    expect(text).toMatch(/^SETTING_UNKNOWN /);
    if (typeof message === "string") expect(text).toBe(`SETTING_UNKNOWN ${message}`);
    else expect(text.slice("SETTING_UNKNOWN ".length)).toMatch(message);
  });

  it.each([[[]], [null], ["{}"], [3]])("refuses %j, which is no object", (json) => {
    expect(refusal(() => parseExperimentConfig(json))).toMatch(/^SETTINGS_TYPE settings: expected an object/);
  });

  it("calls settings as the caller does", () => {
    const refused = refusal(() => parseExperimentConfig({ epochs: 0 }, (name) => `a.json: ${name}`));
    expect(refused).toMatch(/ a\.json: epochs: expected/);
  });
});

describe("settings that do not go together", () => {
  it.each([
    [
      { momentum: 0.5 },
      "SETTINGS_UNUSED momentum has no effect with the optimizer sgd: choose momentum or nesterov or adam or adamw, or leave momentum out.",
    ],
    [{ weightDecay: 1, optimizer: "adam" }, /^SETTINGS_UNUSED weightDecay has no effect with the optimizer adam/],
    [{ scheduleEvery: 3, schedule: "cosine" }, /^SETTINGS_UNUSED scheduleEvery has no effect with the schedule cosine/],
    [
      { patience: 3 },
      "SETTINGS_VALIDATION --patience needs validation images to watch, and there are none: give --validation, such as 10000.",
    ],
    [{ schedule: "halve" }, /^SETTINGS_VALIDATION --schedule halve needs validation images to watch/],
    [
      { dropout: 0.5, hidden: [] },
      "SETTINGS_UNUSED --dropout has no effect without hidden dense layers: give --hidden, or leave --dropout out.",
    ],
    [
      { dropout: 0.5, layers: "conv 20 5x5, max-pool 2" },
      /^SETTINGS_UNUSED --dropout has no effect without hidden dense/,
    ],
    [
      { hidden: [30], layers: "dense 30" },
      "SETTINGS_UNUSED --hidden and --layers both say what the hidden layers are: leave one of them out.",
    ],
    [
      { layers: "conv 20" },
      'LAYERS_TEXT --layers: layer 1 is "conv 20": expected conv FILTERS HEIGHTxWIDTH [same] [stride N] [ACTIVATION].',
    ],
    [{ layers: "dropout 1" }, /^SPEC_INVALID --layers: network\.layers\[0\]\.rate must be/],
    [{ hidden: [16_384, 16_384] }, /^SPEC_INVALID /],
  ])("%j is refused", (json, message) => {
    const text = refusal(() => parseExperimentConfig(json, flagName));
    if (typeof message === "string") expect(text).toBe(message);
    else expect(text).toMatch(message);
  });

  it("validation images make early stopping possible", () => {
    expect(parseExperimentConfig({ patience: 3, schedule: "halve", validation: 1 })).toMatchObject({ patience: 3 });
  });
});

describe("layers of any kind", () => {
  const layers = "conv 20 5x5, dense 100";

  it("stand instead of the widths", () => {
    const config = parseExperimentConfig({ layers, dropout: 0.5 });
    expect(config).toMatchObject({ layers, dropout: 0.5 });
    expect(config).not.toHaveProperty("hidden");
    expect(parseExperimentConfig(config)).toEqual(config);
    expect(flagsOf(config)).toEqual(["--layers", layers, "--dropout", "0.5"]);
  });

  it("and widths: what is given later wins", () => {
    expect(withSettings({ hidden: [5], epochs: 2 }, { layers })).toEqual({ layers, epochs: 2 });
    expect(withSettings({ layers, epochs: 2 }, { hidden: [5] })).toEqual({ hidden: [5], epochs: 2 });
    expect(withSettings({ layers, epochs: 2 }, { epochs: 3 })).toEqual({ layers, epochs: 3 });
  });
});

describe("defaults that follow other settings", () => {
  it.each([
    [{}, 3, "gaussian"],
    [{ cost: "cross-entropy" }, 0.5, "gaussian"],
    [{ cost: "log-likelihood", activation: "relu" }, 0.1, "he-normal"],
    [{ activation: "tanh" }, 0.1, "glorot-normal"],
    [{ optimizer: "nesterov" }, 0.3, "gaussian"],
    [{ optimizer: "momentum", activation: "relu" }, 0.01, "he-normal"],
    [{ optimizer: "adam" }, 0.001, "gaussian"],
  ])("%j: η %d, init %s", (json, learningRate, init) => {
    expect(parseExperimentConfig(json)).toMatchObject({ learningRate, init });
    expect(parseExperimentConfig({ ...json, learningRate: 7, init: "zeros" })).toMatchObject({
      learningRate: 7,
      init: "zeros",
    });
  });
});

describe("flags", () => {
  it("are the names of the settings in kebab case", () => {
    for (const name of settingNames) expect(flagName(name)).toMatch(/^--[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(flagName("batchSize")).toBe("--batch-size");
  });

  it("begin with the common ones, and stand together by topic", () => {
    const flags = experimentFlags();
    expect(flags.map(({ setting }) => setting).sort()).toEqual([...settingNames].sort());
    const first = [
      "--data",
      "--validation",
      "--hidden",
      "--layers",
      "--epochs",
      "--batch-size",
      "--learning-rate",
      "--cost",
      "--seed",
    ];
    expect(flags.slice(0, first.length).map(({ name }) => name)).toEqual(first);
    const topics = flags.map(({ topic }) => topic).filter((topic, i, all) => topic !== all[i - 1]);
    expect(topics).toEqual(Object.keys(TOPICS));
  });

  it("have one line of help each, with the default", () => {
    for (const { help, usage } of experimentFlags()) expect(`  ${usage}  ${help}`.length).toBeLessThan(140);
    expect(experimentFlags().find((flag) => flag.setting === "hidden")?.help).toMatch(/\(30\)$/);
  });

  it.each([
    [{ epochs: "3" }, { epochs: 3 }],
    [{ hidden: "100, 30" }, { hidden: [100, 30] }],
    [{ hidden: "none" }, { hidden: [] }],
    [{ learningRate: ".5" }, { learningRate: 0.5 }],
    [{ learningRate: "1e-3" }, { learningRate: 0.001 }],
    [{ seed: "0", data: undefined }, { seed: 0 }],
    [
      { threads: "2", fast: true },
      { threads: 2, fast: true },
    ],
    [{}, {}],
  ])("%j is read as %j", (texts, settings) => {
    expect(settingsFromFlags(texts)).toEqual(settings);
  });

  it.each([
    [{ epochs: "ten" }, '--epochs: expected a whole number from 1 to 100,000, found "ten".'],
    [{ epochs: "0x10" }, '--epochs: expected a whole number from 1 to 100,000, found "0x10".'],
    [{ epochs: "1e3" }, '--epochs: expected a whole number from 1 to 100,000, found "1e3".'],
    [{ batchSize: "" }, "--batch-size: expected a whole number from 1 to 1,000,000, found an empty text."],
    [{ learningRate: "Infinity" }, '--learning-rate: expected a number greater than 0, found "Infinity".'],
    [{ learningRate: "1e999" }, "--learning-rate: expected a number greater than 0, found Infinity."],
    [{ seed: "-1" }, "--seed: expected a whole number from 0 to 9,007,199,254,740,991, found -1."],
  ])("%j is refused", (texts, message) => {
    expect(refusal(() => settingsFromFlags(texts))).toBe(`SETTING_INVALID ${message}`);
  });

  it("are written from a config, without the defaults, and read back", () => {
    const config = parseExperimentConfig({ data: "mnist", hidden: [100, 30], learningRate: 0.5 });
    expect(flagsOf(config)).toEqual(["--data", "mnist", "--hidden", "100,30", "--learning-rate", "0.5"]);
    const other = parseExperimentConfig({
      optimizer: "adam",
      learningRate: 3,
      monitorCost: true,
      monitorTraining: false,
    });
    expect(flagsOf(other)).toEqual(["--learning-rate", "3", "--optimizer", "adam", "--monitor-cost"]);
  });
});

describe("the table", () => {
  it("accepts its own defaults, and reads back what it prints", () => {
    for (const name of settingNames) {
      const { kind, default: byDefault } = settingOf(name);
      if (byDefault === undefined) continue;
      expect(kind.accepts(byDefault), name).toBe(true);
      expect(kind.parse(kind.print(byDefault)), name).toEqual(byDefault);
    }
  });

  it("never sends two settings by one name elsewhere", () => {
    const words = settingNames.flatMap((name) => [name, ...(settingOf(name).alias ?? [])]);
    expect(new Set(words).size).toBe(words.length);
    expect(nearestSetting("eta")).toBe("learningRate");
  });

  it("hands the training settings on under their own names", () => {
    const training = partOf(parseExperimentConfig({}), "training");
    expect(training).toEqual({ epochs: 30, batchSize: 10, learningRate: 3 });
  });
});

it("experimentSchema() describes every setting", () => {
  expect(experimentSchema()).toMatchObject({
    additionalProperties: false,
    properties: {
      epochs: { type: "integer", minimum: 1, maximum: 100_000, default: 30 },
      hidden: { type: "array", items: { type: "integer", minimum: 1 }, default: [30] },
      learningRate: { type: "number", exclusiveMinimum: 0, default: 3 },
      init: { enum: INITIALISATION_NAMES, default: "gaussian" },
      dropout: { type: "number", minimum: 0, exclusiveMaximum: 1 },
      data: { type: "string" },
    },
  });
});
