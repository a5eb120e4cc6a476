import type { Check, Draft, Words } from "../../check.ts";
import { lift } from "../../evidence/agreement.ts";
import { odd, type Stride, stride } from "../../evidence/stride.ts";
import type { SplitName } from "../../input.ts";
import { share } from "../../words.ts";

export interface ScrambledImages {
  readonly split: SplitName;
  readonly width: number;
  /** After how many values they repeat themselves. */
  readonly repeat: number;
  readonly asRead: number | null;
}

/** C6: pictures cut at another width than the one at which they repeat, and unreadable because of it. */
export const scrambledImages: Check<ScrambledImages> = {
  id: "scrambled-images",
  catalogue: "C6",
  needs: [stride],
  explains: [
    "distribution-shift",
    "partly-mispaired",
    "one-answer",
    "shuffled-separately",
    "splits-scaled-differently",
  ],
  run(measured) {
    return measured.of(stride).flatMap((one): Draft<ScrambledImages>[] => {
      const { split, width, repeat } = one;
      const evidence = { split, width, repeat, asRead: one.asRead?.accuracy ?? null };
      const where = `${split} images`;
      if (!isRestored(one)) return odd(one) && unreadable(one) ? [{ confidence: "likely", where, evidence }] : [];
      const counterfactual = { restored: one.restored?.accuracy };
      return [{ confidence: "fault", where, evidence, counterfactual }];
    });
  },
  say,
};

function isRestored({ asRead, restored }: Stride): boolean {
  if (asRead === undefined || restored === undefined || restored.z < 6) return false;
  return lift(restored) > lift(asRead) + 0.15 && lift(restored) > 1.3 * lift(asRead);
}

const unreadable = ({ asRead }: Stride) => asRead !== undefined && asRead.z < 4;

function say({ evidence, counterfactual }: Draft<ScrambledImages>): Words {
  const { split, width, repeat, asRead } = evidence;
  const proof =
    counterfactual === undefined || asRead === null
      ? ""
      : ` A simple classifier reads ${share(asRead)} of them like this, and ${share(Number(counterfactual.restored))} when they are cut at ${repeat}.`;
  return {
    sentence: `The ${split} images are read as ${width} pixels wide, but their values repeat every ${repeat}: the rows are cut in the wrong places.${proof}`,
    fix: `Reshape the ${split} images with a width of ${repeat}.`,
  };
}
