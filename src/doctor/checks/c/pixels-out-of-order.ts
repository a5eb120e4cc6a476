import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { lift } from "../../evidence/agreement.ts";
import { probe } from "../../evidence/probe.ts";
import { isScrambled, type Structure, structure } from "../../evidence/structure.ts";

/** A classifier that reads this much of the way from guessing finds something in the images after all. */
const READS = 0.3;

/** C6: pictures that show nothing, looked at without their labels: pixels, or lines, of an image are those of others or anywhere. */
export const pixelsOutOfOrder: Check<Structure> = {
  id: "pixels-out-of-order",
  catalogue: "C6",
  needs: [structure],
  uses: [probe],
  quick: true,
  explains: [
    "shuffled-separately",
    "training-labels-of-other-images",
    "test-labels-of-other-images",
    "partly-mispaired",
    "doubtful-labels",
    "memorised-labels",
    "scrambled-images",
    "distribution-shift",
    "splits-scaled-differently",
    "overfitting",
    "underfitting",
    "one-answer",
    "untrained-copy",
    "predictions-in-other-order",
  ],
  run(measured) {
    return measured
      .of(structure)
      .filter(isScrambled)
      .filter((one) => one.restored !== undefined || !reads(one))
      .map((evidence): Draft<Structure> => {
        const { restored, split } = evidence;
        const where = `${split} images`;
        if (restored === undefined) return { confidence: "likely", where, evidence };
        return { confidence: "fault", where, evidence, counterfactual: { ...restored } };
      });

    /** Some labels are in the brightness alone. */
    function reads({ split }: Structure): boolean {
      const own = measured.maybe(probe)?.of[split]?.ownAgreement;
      return own !== undefined && own.z > 6 && lift(own) > READS;
    }
  },
  say,
};

function say({ evidence: e }: Draft<Structure>): Words {
  const alike = `correlation ${two(e.across)} from left to right and ${two(e.down)} from top to bottom`;
  if (e.restored !== undefined) {
    const { together, batch, across, down } = e.restored;
    const back = `${two(across)} and ${two(down)}`;
    const [what, fix] =
      together === "pixels"
        ? [
            `Each ${e.split} image is made of one pixel of many images: the axes of images and pixels are exchanged.`,
            "Transpose the array so that the images come first, before it is cut into pictures.",
          ]
        : [
            `Each ${e.split} image is made of lines of other images: ${batch === 1 ? "" : `${integer(batch)} images at a time `}the axes of images and lines are exchanged.`,
            "Put the axes in the order images, height, width (transpose, not reshape).",
          ];
    return {
      sentence: `${what} As read, neighbouring pixels have a ${alike}; with the axes exchanged back ${back}.`,
      fix,
    };
  }

  return {
    sentence: `The pixels of each ${e.split} image stand in an order of their own: neighbours have nothing in common (${alike} over ${integer(e.rows)} images), nor have any two places of the picture, while each image keeps its own brightness. The labels are not to blame.`,
    fix: "Leave the pixels in their places, or rearrange all images with one permutation that is drawn once, before the loop.",
  };
}

/** Two digits behind the point, and no −0.00. */
function two(x: number): string {
  return (Math.abs(x) < 0.005 ? 0 : x).toFixed(2);
}
