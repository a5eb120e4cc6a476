import type { Check, Draft, Measured } from "../../check.ts";
import { evaluation } from "../../evidence/evaluation.ts";
import { isDivided, isWhole, oracle } from "../../evidence/oracle.ts";
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
