import { nodeHost } from "../node/index.ts";
import { usageError } from "../src/core/errors.ts";
import { printable } from "../src/core/text.ts";
import {
  checkGradients,
  GRADIENT_TOLERANCE,
  type GradientCheck,
  type GradientCheckCase,
  gradientCheckCases,
  layerCheckCases,
} from "../src/training/index.ts";
import { exitCodes } from "./exit.ts";
import type { OptionValues } from "./settings-options.ts";
import { Output } from "./terminal.ts";

/** What was found for one network, the worst of its layers. */
interface Figures {
  readonly ok: boolean;
  /** Parameters compared, and those at a kink. */
  readonly checked: number;
  readonly kinks: number;
  /** Central differences against backpropagation in float64, as a share of the layer's largest gradient. */
  readonly difference: number;
  /** The engine's float32 gradient against the float64 one, and as a share of what roundings may make of it. */
  readonly engineDifference: number;
  readonly engineShare: number;
}

interface Result extends Figures, Pick<GradientCheckCase, "activation" | "outputActivation" | "cost" | "regulariser"> {}

interface LayerResult extends Figures {
  readonly layers: string;
}

/** `myelin check-gradients`: a table of all networks that are checked; exit 1 when a gradient is wrong. */
export async function checkAllGradients(options: OptionValues): Promise<void> {
  const output = new Output({ json: options.json === true, quiet: options.quiet === true });
  const seed = seedOf(options.seed);
  const results: Result[] = [];
  const layers: LayerResult[] = [];
  const [cases, layerCases] = [gradientCheckCases(seed), layerCheckCases(seed)];
  const check = (one: Pick<GradientCheckCase, "network" | "data" | "options">) => {
    const [number, all] = [results.length + layers.length + 1, cases.length + layerCases.length];
    output.live(() => `Checking network ${number} of ${all} …`);
    return checkGradients(one.network, one.data, { ...one.options, host: nodeHost });
  };
  for (const one of cases) results.push(resultOf(one, await check(one)));
  for (const one of layerCases) layers.push({ layers: one.layers, ...figuresOf(await check(one)) });
  output.clear();
  output.say(`${table(["hidden", "output", "cost"], results, (result) => names(result).slice(0, 3))}\n`);
  output.say(`${table(["layers"], layers, (result) => [result.layers])}\n`);
  const wrong = [...results, ...layers].filter(({ ok }) => !ok);
  for (const result of wrong) {
    const name = "layers" in result ? result.layers : names(result).join(" ");
    output.conclude(`WRONG: ${name}, ${numbers([result]).join(" ")}`);
  }
  output.conclude(conclusion([...results, ...layers], wrong.length));
  const ok = wrong.length === 0;
  if (ok) output.say("\nNext: myelin train");
  output.object({ command: "check-gradients", ok, seed, tolerance: GRADIENT_TOLERANCE, results, layers });
  if (wrong.length > 0) process.exitCode = exitCodes.bug;
}

function seedOf(given: string | boolean | undefined): number {
  if (given === undefined) return 1;
  const seed = typeof given === "string" && /^\d+$/.test(given) ? Number(given) : Number.NaN;
  if (Number.isSafeInteger(seed)) return seed;
  const found = printable(String(given), 60);
  throw usageError("SEED_RANGE", `--seed: expected a whole number from 0 to 9007199254740991, found "${found}".`);
}

function resultOf(
  { activation, outputActivation, cost, regulariser }: GradientCheckCase,
  check: GradientCheck,
): Result {
  return { activation, outputActivation, cost, regulariser, ...figuresOf(check) };
}

function figuresOf({ ok, layers }: GradientCheck): Figures {
  const sum = (of: (layer: GradientCheck["layers"][number]) => number) => layers.reduce((a, l) => a + of(l), 0);
  const most = (of: (layer: GradientCheck["layers"][number]) => number) => Math.max(...layers.map(of));
  return {
    ok,
    checked: sum(({ checked }) => checked),
    kinks: sum(({ kinks }) => kinks),
    difference: most(({ difference }) => difference),
    engineDifference: most(({ engine }) => engine.difference),
    engineShare: most(({ engine }) => engine.share),
  };
}

const names = ({ activation, outputActivation, cost, regulariser }: Result) => [
  activation,
  outputActivation,
  cost,
  regulariser,
];

/** The worst of some results, as the table shows it. */
function numbers(results: readonly Figures[]): string[] {
  const most = (of: (result: Figures) => number) => Math.max(...results.map(of));
  const share = most(({ engineShare }) => engineShare);
  return [
    most(({ difference }) => difference).toExponential(1),
    most(({ engineDifference }) => engineDifference).toExponential(1),
    Number.isFinite(share) ? `${(100 * share).toFixed(0)} %` : "over",
  ];
}

/** One line for all results of the same name: the worst over all regularisers. */
function table<R extends Figures>(heads: readonly string[], results: readonly R[], nameOf: (result: R) => string[]) {
  const groups = new Map<string, R[]>();
  for (const result of results) {
    const key = nameOf(result).join();
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  const rows = [...groups.values()].map((group) => [...nameOf(group[0]!), ...numbers(group)]);
  const lines = [[...heads, "float64", "engine", "of its bound"], ...rows];
  const widths = lines[0]!.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  return lines
    .map((line) =>
      line.map((cell, i) => (i < heads.length ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  "),
    )
    .join("\n");
}

function conclusion(results: readonly Figures[], wrong: number): string {
  const [float64, engine, share] = numbers(results);
  if (wrong > 0) return `${wrong} of ${results.length} networks have a wrong gradient.`;
  return `${results.length} networks: all gradients are right. In float64 within ${float64} of the layer's largest (allowed ${GRADIENT_TOLERANCE.toExponential(0)}), the engine within ${engine}, ${share} of what float32 roundings may do.`;
}
