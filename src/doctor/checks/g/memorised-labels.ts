import type { Check, Draft, Words } from "../../check.ts";
import { lift } from "../../evidence/agreement.ts";
import { answered } from "../../evidence/answered.ts";
import { history } from "../../evidence/history.ts";
import { probe } from "../../evidence/probe.ts";
import { share } from "../../words.ts";

export interface MemorisedLabels {
  readonly training: number;
  readonly evaluation: number | null;
  readonly probe: number;
  readonly chance: number;
}

/** G2: the network knows its training set by heart, and no classifier, nor the network itself, reads anything else. */
export const memorisedLabels: Check<MemorisedLabels> = {
  id: "memorised-labels",
  catalogue: "G2",
  needs: [probe],
  uses: [answered, history],
  explains: ["overfitting", "shuffled-separately"],
  run(measured) {
    const own = measured.of(probe).of.training?.ownAgreement;
    const answers = measured.maybe(answered);
    const curves = measured.maybe(history);
    const known = answers?.training?.agreement.accuracy ?? curves?.accuracy?.at(-1);
    if (own === undefined || known === undefined || own.total < 100 || own.z >= 4) return [];
    const other = answers?.test?.agreement ?? answers?.validation?.agreement;
    const elsewhere = other?.accuracy ?? curves?.evaluationAccuracy?.at(-1);
    const chance = own.chance;
    const memorised = known > chance + 0.5 * (1 - chance);
    const lost = other === undefined ? elsewhere !== undefined && elsewhere < chance + 0.05 : other.z < 4;
    if (!memorised || !lost || lift(own) > 0.03) return [];
    const evidence = { training: known, evaluation: elsewhere ?? null, probe: own.accuracy, chance };
    return [{ confidence: "likely", where: "training labels", evidence }];
  },
  say,
};

function say({ evidence: { training, evaluation, probe, chance } }: Draft<MemorisedLabels>): Words {
  const elsewhere = evaluation === null ? "" : ` and ${share(evaluation)} of the others`;
  return {
    sentence: `The network reads ${share(training)} of its training images${elsewhere}, while a simple classifier that may not look at the row itself reads ${share(probe)} (chance ${share(chance)}): it has learned the answers by heart, and the labels say nothing about the images.`,
    fix: "Look at twelve training images beside their labels, and at how images and labels are brought together.",
  };
}
