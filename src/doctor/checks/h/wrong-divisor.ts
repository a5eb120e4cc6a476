import type { Check, Draft, Measured } from "../../check.ts";
import { evaluation } from "../../evidence/evaluation.ts";
import { oracle } from "../../evidence/oracle.ts";
import { reported } from "../../evidence/reported.ts";
import { wrongDivisor as say, type WrongDivisor } from "../../messages/h.ts";

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
  if (seen === undefined || !(seen.perfect > 0)) return [];
  const { perfect, constant, constantTruth, rows } = seen;
  const factor = constant / constantTruth;
  const sameFactor = Math.abs(perfect - factor) < 0.02 * perfect;
  const integers = perfect === 1 && constant === 0 && constantTruth > 0 && seen.shortBatch === 0;
  if (integers) return [draft("evaluate function", { seen: "integers", truth: constantTruth, rows })];
  if (!sameFactor || Math.abs(perfect - 1) < 1e-3) return [];
  return [draft("evaluate function", { seen: "oracle", perfect, rows })];
}

function byNumber(measured: Measured): Draft<WrongDivisor>[] {
  const number = measured.maybe(reported);
  const slip = number?.explanation;
  if (number === undefined || slip === undefined) return [];
  const { reported: said, accuracy, rows } = number;
  if (slip.kind === "percent")
    return [{ confidence: "advice", where: "reported accuracy", evidence: { seen: "percent", reported: said } }];
  if (slip.kind !== "divisor") return [];
  return [
    draft("reported accuracy", { seen: "divisor", reported: said, accuracy, correct: slip.correct, by: slip.by, rows }),
  ];
}

function draft(where: string, evidence: WrongDivisor): Draft<WrongDivisor> {
  return { confidence: "fault", where, evidence };
}
