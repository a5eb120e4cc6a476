import { integer } from "../../../core/text.ts";
import type { Check, Draft, Measured, Words } from "../../check.ts";
import { evaluation } from "../../evidence/evaluation.ts";
import { isDivided, isWhole, oracle } from "../../evidence/oracle.ts";
import { reported } from "../../evidence/reported.ts";
import { figure, share } from "../../words.ts";

export type WrongDivisor =
  | { readonly seen: "oracle"; readonly perfect: number; readonly rows: number }
  | { readonly seen: "integers"; readonly truth: number; readonly rows: number }
  | { readonly seen: "percent"; readonly reported: number }
  | {
      readonly seen: "divisor";
      readonly reported: number;
      readonly accuracy: number;
      readonly correct: number;
      readonly by: number;
      readonly rows: number;
    };

/** H4: right answers are counted, and divided by the wrong number. */
export const wrongDivisor: Check<WrongDivisor> = {
  id: "wrong-divisor",
  catalogue: "H4",
  needs: [evaluation],
  uses: [oracle, reported],
  explains: ["reported-accuracy"],
  run: (measured) => [...byOracle(measured), ...byNumber(measured)].slice(0, 1),
  say,
};

/** Perfect and constant answers are both off by the same factor; whole numbers only are integer division. */
function byOracle(measured: Measured): Draft<WrongDivisor>[] {
  const seen = measured.maybe(oracle);
  if (seen === undefined) return [];
  const { perfect, constantTruth: truth, rows } = seen;
  if (isWhole(seen)) return [draft("evaluate function", { seen: "integers", truth, rows })];
  return isDivided(seen) ? [draft("evaluate function", { seen: "oracle", perfect, rows })] : [];
}

function byNumber(measured: Measured): Draft<WrongDivisor>[] {
  const number = measured.maybe(reported);
  const slip = number?.explanation;
  if (number === undefined || slip === undefined) return [];
  const { reported: said, accuracy, rows } = number;
  if (slip.kind === "percent")
    return [{ confidence: "advice", where: "reported accuracy", evidence: { seen: "percent", reported: said } }];
  if (slip.kind !== "divisor") return [];
  const { correct, by } = slip;
  const found = draft("reported accuracy", { seen: "divisor", reported: said, accuracy, correct, by, rows });
  return [number.others === undefined ? found : { ...found, confidence: "likely" }];
}

function draft(where: string, evidence: WrongDivisor): Draft<WrongDivisor> {
  return { confidence: "fault", where, evidence };
}

function say({ evidence }: Draft<WrongDivisor>): Words {
  const fix = "Divide the number of right answers by the number of rows that were compared.";
  switch (evidence.seen) {
    case "oracle":
      return {
        sentence: `${evidence.rows} perfect answers get ${figure(evidence.perfect)} from the evaluate function, not 1: the count is divided by the wrong number.`,
        fix,
      };
    case "integers":
      return {
        sentence: `The evaluate function says 0 where ${share(evidence.truth)} are right, and 1 where all are: the division drops what is behind the point.`,
        fix: "Divide floating-point numbers.",
      };
    case "percent":
      return {
        sentence: `The reported accuracy, ${figure(evidence.reported)}, is in per cent.`,
        fix: "Nothing is wrong; shares from 0 to 1 are clearer.",
      };
    case "divisor": {
      const { reported, accuracy, correct, by, rows } = evidence;
      return {
        sentence: `${integer(correct)} of ${integer(rows)} are right (${share(accuracy)}), but the count is divided by ${integer(by)} and reported as ${share(reported)}.`,
        fix,
      };
    }
  }
}
