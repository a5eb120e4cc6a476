import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { progress } from "../../evidence/progress.ts";
import { specification } from "../../evidence/specification.ts";
import { helped, trials } from "../../evidence/trials.ts";
import { share } from "../../words.ts";

export interface Bottleneck {
  /** From 1. */
  readonly layer: number;
  readonly units: number;
  readonly classes: number;
  readonly accuracy: number;
  readonly probe: number | null;
}

/** D9: a hidden layer too narrow for the classes to pass through. */
export const bottleneck: Check<Bottleneck> = {
  id: "bottleneck",
  catalogue: "D9",
  needs: [specification, progress],
  uses: [trials],
  after: ["A", "B", "C"],
  explains: [
    "underfitting",
    "one-answer",
    "learning-rate-too-low",
    "saturating-start",
    "saturated-units",
    "learning-rate-too-high",
  ],
  run(measured) {
    const { layers } = measured.of(specification);
    const { state, accuracy, probe } = measured.of(progress);
    const narrow = layers.slice(0, -1).findIndex(({ kind, units }) => kind === "dense" && units <= 3);
    const classes = layers.at(-1)?.units ?? 0;
    if (narrow < 0 || state === "learned" || layers[narrow].units >= classes - 1) return [];
    const tried = measured.maybe(trials);
    const wider = tried && helped(tried, "width");
    const evidence = {
      layer: layers[narrow].number,
      units: layers[narrow].units,
      classes,
      accuracy,
      probe: probe ?? null,
    };
    const where = `layer ${layers[narrow].number}`;
    if (wider === undefined || tried === undefined) return [{ confidence: "likely", where, evidence }];
    const counterfactual = { asIs: tried.asIs.accuracy, wider: wider.accuracy, steps: tried.steps };
    return [{ confidence: "fault", where, evidence, counterfactual }];
  },
  say,
};

function say({ evidence, counterfactual }: Draft<Bottleneck>): Words {
  const { layer, units, classes, accuracy, probe } = evidence;
  const proof =
    counterfactual === undefined
      ? probe === null
        ? ""
        : ` A simple classifier reads ${share(probe)}.`
      : ` The same ${integer(Number(counterfactual.steps))} steps reach ${share(Number(counterfactual.asIs))} like this and ${share(Number(counterfactual.wider))} with 30 units.`;
  return {
    sentence: `All ${classes} classes must pass through the ${units} ${units === 1 ? "unit" : "units"} of layer ${layer}, and the network reads ${share(accuracy)} of its training images.${proof}`,
    fix: `Give layer ${layer} more units, for example 30.`,
  };
}
