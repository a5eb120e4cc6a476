import type { Check, Draft, Words } from "../../check.ts";
import { type Activity, activity } from "../../evidence/activity.ts";
import { movement, type WeightMovement } from "../../evidence/movement.ts";
import { progress } from "../../evidence/progress.ts";
import { helped, learns, type Trials, trials } from "../../evidence/trials.ts";
import { figure, sameSteps } from "../../words.ts";

export interface SaturatingStart {
  /** From 1. */
  readonly layer: number;
  readonly slope: number;
  /** Slope and cost of the same network with LeCun-scaled weights. */
  readonly scaledSlope: number;
  readonly cost: number;
  readonly scaledCost: number;
}

/** The book's N(0, 1) weights on scaled pixels have 0.042, LeCun-scaled ones 0.2. */
const FLAT = 0.01;

/** E2: initial weights so large that hidden units begin flat. Large inputs are C1. */
export const saturatingStart: Check<SaturatingStart> = {
  id: "saturating-start",
  catalogue: "E2",
  needs: [activity],
  uses: [trials, progress, movement],
  quick: true,
  after: ["A"],
  explains: [
    "saturated-units",
    "one-answer",
    "underfitting",
    "learning-rate-too-high",
    "learning-rate-too-low",
    "vanishing-gradient",
    "dead-units",
  ],
  run(measured) {
    const seen = measured.of(activity);
    const state = measured.maybe(progress);
    if (seen.largestInput > 20 || state?.state === "learned") return [];
    const tried = measured.maybe(trials);
    const found = flatLayer(seen);
    if (found === undefined) return [];
    if (state?.trained === true) return fromTraining(found, measured.maybe(movement), seen);
    if (tried && learns(tried)) return [];
    return [draft(found, seen, tried)];
  },
  say,
};

/** The first hidden layer that is flat where LeCun-scaled weights would not be. */
function flatLayer({ layers, scaled }: Activity) {
  const hidden = layers.slice(0, -1).filter(({ activation }) => activation === "sigmoid" || activation === "tanh");
  return hidden.find(({ slope, layer }) => slope < FLAT && slope < scaled.slopes[layer - 1] / 10);
}

type Flat = NonNullable<ReturnType<typeof flatLayer>>;

function draft({ layer, slope }: Flat, { cost, scaled }: Activity, tried: Trials | undefined): Draft<SaturatingStart> {
  const evidence = { layer, slope, scaledSlope: scaled.slopes[layer - 1], cost, scaledCost: scaled.cost };
  const better = tried && helped(tried, "initialisation");
  if (better === undefined || tried === undefined) return { confidence: "likely", where: `layer ${layer}`, evidence };
  const counterfactual = { asIs: tried.asIs.accuracy, accuracy: better.accuracy, to: better.to, steps: tried.steps };
  return { confidence: "fault", where: `layer ${layer}`, evidence, counterfactual };
}

/** After training only where the run's log shows that the weights were this large from the start. */
function fromTraining(
  flat: Flat,
  moved: readonly WeightMovement[] | undefined,
  seen: Activity,
): Draft<SaturatingStart>[] {
  const layer = moved?.find((one) => one.layer === flat.layer);
  return layer !== undefined && layer.total < 0.5 ? [draft(flat, seen, undefined)] : [];
}

function say({ evidence, counterfactual }: Draft<SaturatingStart>): Words {
  const { layer, slope, scaledSlope } = evidence;
  return {
    sentence: `The weights of layer ${layer} are so large that its units are flat: mean slope ${figure(slope)}, where scaled weights would give ${figure(scaledSlope)}.${sameSteps(counterfactual, (to) => `with ${to} weights`)}`,
    fix: "Draw initial weights with deviation 1/√inputs (lecun-normal or scaled; he-normal for ReLU).",
  };
}
