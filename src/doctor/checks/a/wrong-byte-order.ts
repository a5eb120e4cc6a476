import type { Check, Draft, Words } from "../../check.ts";
import { byteOrder } from "../../evidence/byte-order.ts";
import type { SplitName } from "../../input.ts";
import { set, share } from "../../words.ts";

export interface ByteOrder {
  readonly split: SplitName;
  /** Share of values of a size that data have (0, or 10⁻⁶ to 10⁶), as read and with the bytes of each swapped. */
  readonly plausible: number;
  readonly example: number;
}

/** Floats that were read with their bytes in the other order. */
export const wrongByteOrder: Check<ByteOrder> = {
  id: "wrong-byte-order",
  catalogue: "A5",
  needs: [byteOrder],
  quick: true,
  explains: ["not-finite-values"],
  run(measured) {
    return measured
      .of(byteOrder)
      .filter(({ plausible, swapped }) => plausible < 0.7 && swapped > 0.99)
      .map(({ split, plausible, swapped, example }): Draft<ByteOrder> => {
        const evidence = { split, plausible, example };
        return { confidence: "fault", where: `${split} images`, evidence, counterfactual: { plausible: swapped } };
      });
  },
  say,
};

function say({ evidence: e, counterfactual }: Draft<ByteOrder>): Words {
  return {
    sentence: `The numbers of the ${set(e.split)} were read in the wrong byte order: only ${share(e.plausible)} of them have a size that data have (one is ${e.example}), with their bytes swapped ${share(Number(counterfactual?.plausible))}.`,
    fix: "Read the numbers big-endian instead of little-endian, or the other way round (in NumPy: dtype '>f4' and '<f4').",
  };
}
