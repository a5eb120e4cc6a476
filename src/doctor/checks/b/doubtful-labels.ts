import type { Check, Draft } from "../../check.ts";
import { type Confident, confident } from "../../evidence/confident.ts";
import { pairing } from "../../evidence/pairing.ts";
import { type DoubtfulLabels, doubtfulLabels as say } from "../../messages/b.ts";
import { ofKind, readAs } from "./read-as.ts";

/** Share of wrong labels from which learning suffers; fewer are usual in real data, and advice. */
const MUCH = 0.15;
/** Doubts in training beyond those in another set that are worth a look. */
const MORE = 0.02;
/** Doubts that are worth a look by themselves, where nothing explains them but chance. */
const MANY = 0.1;

/** Labels of training that disagree with their images, spread over all rows. */
export const doubtfulLabels: Check<DoubtfulLabels> = {
  id: "doubtful-labels",
  catalogue: "B13",
  needs: [pairing],
  uses: [confident],
  run(measured) {
    const doubts = measured.maybe(confident);
    const examples = doubts === undefined ? {} : { examples: doubts.examples };
    const scattered = ofKind(measured.of(pairing), "scattered").filter(({ split }) => split === "training");
    if (scattered.length === 0) return doubts === undefined ? [] : doubted(doubts);
    return scattered.map((one): Draft<DoubtfulLabels> => {
      const { share = 0 } = one;
      const evidence = { seen: "probe" as const, ...readAs(one), share };
      return { confidence: share >= MUCH ? "likely" : "advice", where: "training labels", evidence, ...examples };
    });
  },
  say,
};

/** Half of such doubts are right at best: never more than advice. */
function doubted({
  rows,
  suspects,
  share,
  elsewhere,
  independent,
  most,
  examples,
}: Confident): Draft<DoubtfulLabels>[] {
  const pooled = elsewhere && (share * rows + elsewhere.share * elsewhere.rows) / (rows + elsewhere.rows);
  const deviation = pooled === undefined ? 0 : Math.sqrt(pooled * (1 - pooled) * (1 / rows + 1 / elsewhere!.rows));
  const more = elsewhere !== undefined && share - elsewhere.share > Math.max(MORE, 4 * deviation);
  if (!more && !(independent && share >= MANY)) return [];
  const evidence = {
    seen: "confident learning" as const,
    rows,
    suspects,
    share,
    ...(more ? { elsewhere: elsewhere.share, other: elsewhere.split } : {}),
    ...(most && { most }),
  };
  return [{ confidence: "advice", where: "training labels", evidence, examples }];
}
