import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { type Shapes, shapes } from "../../evidence/shapes.ts";
import type { SplitName } from "../../input.ts";

export interface OutputWidth {
  readonly what: "outputs" | "inputs";
  readonly has: number;
  readonly needed: number;
  readonly largestLabel?: number;
  readonly split?: SplitName;
}

/** D1: fewer outputs than classes, or inputs of another size than the images: exact facts. */
export const outputWidth: Check<OutputWidth> = {
  id: "output-width",
  catalogue: "D1",
  needs: [shapes],
  quick: true,
  explains: ["one-answer", "underfitting", "label-encoding"],
  run(measured) {
    const found = measured.of(shapes);
    return [...outputs(found), ...inputs(found)];
  },
  say,
};

/** Labels 1 … C are another fault (B14): there are as many outputs as classes, the numbers are wrong. */
function outputs({ outputs, classes, largestLabel, outputsOf }: Shapes): Draft<OutputWidth>[] {
  if (outputs === undefined || classes === undefined || largestLabel === undefined || outputs >= classes) return [];
  if (outputs === 1 && classes === 2) return [];
  const evidence = { what: "outputs" as const, has: outputs, needed: classes, largestLabel };
  return [{ confidence: "fault", where: outputsOf === "network" ? "output layer" : "predictions", evidence }];
}

function inputs({ inputs, sizes }: Shapes): Draft<OutputWidth>[] {
  if (inputs === undefined) return [];
  return sizes
    .filter(({ size }) => size !== inputs)
    .map(({ split, size }) => ({
      confidence: "fault" as const,
      where: `${split} images`,
      evidence: { what: "inputs" as const, has: inputs, needed: size, split },
    }));
}

function say({ evidence }: Draft<OutputWidth>): Words {
  const { what, has, needed, largestLabel, split } = evidence;
  if (what === "inputs")
    return {
      sentence: `The network takes ${integer(has)} values, but the ${split} images have ${integer(needed)}.`,
      fix: `Give the network images of ${integer(has)} values, or make its first size ${integer(needed)}.`,
    };
  return {
    sentence: `There are ${has} outputs for ${needed} classes (largest label ${largestLabel}): some classes can never be answered.`,
    fix: `Give the last layer ${needed} outputs, one a class.`,
  };
}
