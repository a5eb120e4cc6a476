import { integer } from "../../../core/text.ts";
import type { Check, Draft, Words } from "../../check.ts";
import { type Confident, confident } from "../../evidence/confident.ts";
import { pairing } from "../../evidence/pairing.ts";
import type { SplitName } from "../../input.ts";
import { count, set, share } from "../../words.ts";
import { ofKind, type ReadAs, readAs } from "./read-as.ts";

export type DoubtfulLabels =
  | (ReadAs & { readonly seen: "probe"; readonly share: number })
  | ({ readonly seen: "exchanged"; readonly other: SplitName } & NonNullable<Confident["exchanged"]>)
  | {
      readonly seen: "confident learning";
      readonly rows: number;
      readonly suspects: number;
      readonly share: number;
      /** The share of another split, where training has more than that. */
      readonly elsewhere?: number;
      readonly other?: SplitName;
      /** The most frequent doubt. */
      readonly most?: { readonly label: number; readonly looksLike: number; readonly rows: number };
    };

/** Share of wrong labels from which learning suffers; fewer are usual in real data, and advice. */
const MUCH = 0.15;
/** Doubts in training beyond those in another set that are worth a look. */
const MORE = 0.02;
/** Lift of the classifier below which it says nothing about single labels: where it reads little, most labels look wrong to it. */
const READS = 0.4;
/** Rows of two classes that are taken for each other beyond those of another set, from which they were exchanged in part. */
const EXCHANGED = 0.06;
/** Deviations, so that the most striking of all pairs of a hundred classes is no chance. */
const NO_CHANCE = 6;
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
  reads,
  elsewhere,
  independent,
  exchanged,
  most,
  examples,
}: Confident): Draft<DoubtfulLabels>[] {
  const pooled = elsewhere && (share * rows + elsewhere.share * elsewhere.rows) / (rows + elsewhere.rows);
  const deviation = pooled === undefined ? 0 : Math.sqrt(pooled * (1 - pooled) * (1 / rows + 1 / elsewhere!.rows));
  const more = elsewhere !== undefined && share - elsewhere.share > Math.max(MORE, 4 * deviation);
  if (elsewhere && exchanged && exchanged.z > NO_CHANCE && exchanged.here - exchanged.there > EXCHANGED) {
    const evidence = { seen: "exchanged" as const, other: elsewhere.split, ...exchanged };
    return [{ confidence: "likely", where: "training labels", evidence, examples }];
  }
  if (reads < READS || share > 0.5 || (!more && !(independent && share >= MANY))) return [];
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

function say({ evidence: e }: Draft<DoubtfulLabels>): Words {
  const fix =
    "Look at the pictures shown; if their labels are wrong, correct the source of the labels, or check that no step mixes some rows of images or labels.";
  if (e.seen === "exchanged") {
    const [a, b] = e.labels;
    return {
      sentence: `Labels ${a} and ${b} were exchanged in a part of the training rows: of the rows of these two classes ${share(e.here)} look like the other one to a simple classifier, in the ${set(e.other)} ${share(e.there)}.`,
      fix: `Look at where labels ${a} and ${b} come from: two people, files or versions that name them the other way round.`,
    };
  }
  if (e.seen === "probe") {
    return {
      sentence: `About ${share(e.share)} of the labels of the ${set(e.split)} look wrong: where a simple classifier is surest of its answer the label disagrees that often, spread evenly over rows and classes.`,
      fix,
    };
  }
  const than =
    e.elsewhere === undefined || e.other === undefined ? "" : `, of the ${set(e.other)} ${share(e.elsewhere)}`;
  const most = e.most && ` Most often: label ${e.most.label} on what looks like ${e.most.looksLike}.`;
  return {
    sentence: `By confident learning about ${share(e.share)} of the training labels look wrong${than} (${count(e.suspects, "row")} of ${integer(e.rows)} that were looked at).${most ?? ""} Half of such doubts are right, as a rule.`,
    fix,
  };
}
