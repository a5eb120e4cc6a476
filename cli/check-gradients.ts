import { nodeHost } from "../node/index.ts";
import { usageError } from "../src/core/errors.ts";
import { printable } from "../src/core/text.ts";
import {
  checkGradients,
  GRADIENT_TOLERANCE,
  type GradientCheck,
  type GradientCheckCase,
  gradientCheckCases,
} from "../src/training/index.ts";
import { exitCodes } from "./exit.ts";
import type { OptionValues } from "./settings-options.ts";
import { Output } from "./terminal.ts";

/** What was found for one network, the worst of its layers. */
interface Result extends Pick<GradientCheckCase, "activation" | "outputActivation" | "cost" | "regulariser"> {
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

/** `myelin check-gradients`: a table of all networks that are checked; exit 1 when a gradient is wrong. */
export async function checkAllGradients(options: OptionValues): Promise<void> {
  const output = new Output({ json: options.json === true, quiet: options.quiet === true });
  const seed = seedOf(options.seed);
  const results: Result[] = [];
  const cases = gradientCheckCases(seed);
  for (const one of cases) {
    output.live(() => `Checking network ${results.length + 1} of ${cases.length} …`);
    results.push(resultOf(one, await checkGradients(one.network, one.data, { ...one.options, host: nodeHost })));
  }
  output.clear();
  const wrong = results.filter(({ ok }) => !ok);
  output.say(`${table(results)}\n`);
  for (const result of wrong) output.conclude(`WRONG: ${names(result).join(" ")}, ${numbers([result]).join(" ")}`);
  output.conclude(conclusion(results, wrong.length));
  if (wrong.length === 0) output.say("\nNext: myelin train");
  output.object({ command: "check-gradients", ok: wrong.length === 0, seed, tolerance: GRADIENT_TOLERANCE, results });
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
  { ok, layers }: GradientCheck,
): Result {
  const sum = (of: (layer: GradientCheck["layers"][number]) => number) => layers.reduce((a, l) => a + of(l), 0);
  const most = (of: (layer: GradientCheck["layers"][number]) => number) => Math.max(...layers.map(of));
  return {
    activation,
    outputActivation,
    cost,
    regulariser,
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
function numbers(results: readonly Result[]): string[] {
  const most = (of: (result: Result) => number) => Math.max(...results.map(of));
  const share = most(({ engineShare }) => engineShare);
  return [
    most(({ difference }) => difference).toExponential(1),
    most(({ engineDifference }) => engineDifference).toExponential(1),
    Number.isFinite(share) ? `${(100 * share).toFixed(0)} %` : "over",
  ];
}

/** One line for each pair of activations and its cost: the worst over all regularisers. */
function table(results: readonly Result[]): string {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const key = names(result).slice(0, 3).join();
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  const rows = [...groups.values()].map((group) => [...names(group[0]!).slice(0, 3), ...numbers(group)]);
  const lines = [["hidden", "output", "cost", "float64", "engine", "of its bound"], ...rows];
  const widths = lines[0]!.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  return lines
    .map((line) => line.map((cell, i) => (i < 3 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  "))
    .join("\n");
}

function conclusion(results: readonly Result[], wrong: number): string {
  const [float64, engine, share] = numbers(results);
  if (wrong > 0) return `${wrong} of ${results.length} networks have a wrong gradient.`;
  return `${results.length} networks: all gradients are right. In float64 within ${float64} of the layer's largest (allowed ${GRADIENT_TOLERANCE.toExponential(0)}), the engine within ${engine}, ${share} of what float32 roundings may do.`;
}
