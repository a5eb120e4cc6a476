import type { Check, Draft } from "../../check.ts";
import { byteOrder } from "../../evidence/byte-order.ts";
import { type ByteOrder, wrongByteOrder as say } from "../../messages/a.ts";

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
