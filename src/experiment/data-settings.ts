import { choice, integer, type Kind, number, text, toggle } from "./kinds.ts";
import { row } from "./setting.ts";

/** `28x28`: height x width in pixels. */
const PICTURE_SIZE = /^([1-9]\d{0,3})\s*[x×]\s*([1-9]\d{0,3})$/;

function pictureSize(): Kind<string> {
  const accepts = (value: unknown): value is string => typeof value === "string" && PICTURE_SIZE.test(value);
  return {
    expected: "height x width in pixels, such as 28x28",
    placeholder: "<height>x<width>",
    accepts,
    parse: (given) => given.trim(),
    print: (value) => value,
    schema: { type: "string", pattern: "^[1-9][0-9]{0,3} *[x×] *[1-9][0-9]{0,3}$" },
  };
}

/** How data are to be understood, where they do not say it themselves. */
export const dataSettings = {
  size: row("data", pictureSize(), undefined, {
    topic: "data",
    help: "bring pictures to this size",
    otherwise: "all have one size",
    alias: ["imageSize", "resize", "shape"],
  }),
  colour: row("data", choice(["grey", "rgb"]), undefined, {
    topic: "data",
    help: "grey or rgb pictures",
    otherwise: "grey where all are",
    alias: ["color", "channels", "mode"],
  }),
  label: row("data", text("<column>", "the name of a column, its place from 0, first, or last"), undefined, {
    topic: "data",
    help: "which column of a table is the label: its name, its place from 0, first, or last",
    otherwise: "found by name and content",
    alias: ["target", "labelColumn"],
  }),
  testFraction: row("data", number("<share>", { above: 0, below: 1 }), undefined, {
    topic: "data",
    help: "share of each class that is kept apart for testing, where there are no test images",
    otherwise: "none",
    alias: ["testSplit", "testSize", "testShare"],
  }),
  splitSeed: row("data", integer("<number>", 0, Number.MAX_SAFE_INTEGER), undefined, {
    topic: "data",
    help: "which images those are",
    otherwise: "1",
  }),
  skipBad: row("data", toggle(), undefined, {
    topic: "data",
    help: "leave out pictures that cannot be read, and count them, instead of refusing all",
    alias: ["ignoreErrors"],
  }),
};

/** The settings that `loadDataset` takes, as it takes them. */
export interface DataOptions {
  readonly size?: readonly [height: number, width: number];
  readonly colour?: "grey" | "rgb";
  readonly label?: string;
  readonly testFraction?: number;
  readonly splitSeed?: number;
  readonly skipBad?: boolean;
}

/** The data settings of an experiment as options of `loadDataset`. */
export function dataOptions(config: Omit<DataOptions, "size"> & { readonly size?: string }): DataOptions {
  const { colour, label, testFraction, splitSeed, skipBad } = config;
  const [, height, width] = (config.size === undefined ? null : PICTURE_SIZE.exec(config.size)) ?? [];
  const given = { colour, label, testFraction, splitSeed, skipBad };
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...known, ...(height && width ? { size: [Number(height), Number(width)] as const } : {}) };
}
