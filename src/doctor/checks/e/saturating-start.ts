import type { Check, Draft } from "../../check.ts";
import { type Activity, activity } from "../../evidence/activity.ts";
import { movement, type WeightMovement } from "../../evidence/movement.ts";
import { progress } from "../../evidence/progress.ts";
import { helped, learns, type Trials, trials } from "../../evidence/trials.ts";
import { type SaturatingStart, saturatingStart as say } from "../../messages/e.ts";

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
