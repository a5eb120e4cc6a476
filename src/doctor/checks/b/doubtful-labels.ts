import type { Check, Draft } from "../../check.ts";
import { pairing } from "../../evidence/pairing.ts";
import { suspects } from "../../evidence/suspects.ts";
import { type PartlyMispaired, doubtfulLabels as say } from "../../messages/b.ts";
import { ofKind, readAs } from "./read-as.ts";

/** Share of wrong labels from which learning suffers; fewer are usual in real data, and advice. */
const MUCH = 0.15;

/** Labels of training that disagree with their images, spread over all rows. */
export const doubtfulLabels: Check<PartlyMispaired> = {
  id: "doubtful-labels",
  catalogue: "B13",
  needs: [pairing],
  uses: [suspects],
  run(measured) {
    const gallery = measured.maybe(suspects);
    return ofKind(measured.of(pairing), "scattered")
      .filter(({ split }) => split === "training")
      .map((one): Draft<PartlyMispaired> => {
        const { share = 0 } = one;
        return {
          confidence: share >= MUCH ? "likely" : "advice",
          where: "training labels",
          evidence: { ...readAs(one), share },
          ...(gallery === undefined ? {} : { examples: gallery }),
        };
      });
  },
  say,
};
