// One row a case and tool: what was said, and whether it was right.
import { diagnose } from "../../../dist/src/doctor/index.js";
import { RIVALS, traceOf } from "./rivals.mjs";
import { doctorInput } from "./subject.mjs";

/** Causes whose highest level in the catalogue is ADVICE: there naming it is all that is asked for. */
const ADVICE_ONLY = new Set(["B13", "C7", "D5", "E5", "F14", "F16"]);

const accuses = ({ confidence }) => confidence !== "advice";

export async function ourRow(subject) {
  const input = doctorInput(subject);
  const { verdict, findings, seconds } = await diagnose(input).catch(thrown);
  const { truth, also } = subject;
  const adviceCounts = truth.some((id) => ADVICE_ONLY.has(id));
  const named = findings.filter((one) => accuses(one) || (adviceCounts && truth.includes(one.catalogue)));
  const right = (one) => truth.includes(one?.catalogue);
  const wrong = findings.filter(
    (one) => one.confidence === "fault" && !one.explainedBy && !right(one) && !also.includes(one.catalogue),
  );
  return {
    verdict,
    detected: verdict === "fault" || named.some(right),
    first: right(named[0]),
    three: named.slice(0, 3).some(right),
    falseAlarm: truth.length === 0 && findings.some(accuses),
    wrong: truth.length > 0 && wrong.length > 0,
    said: findings.map(
      ({ catalogue, id, confidence, explainedBy }) =>
        `${catalogue} ${id} ${confidence}${explainedBy ? " explained" : ""}`,
    ),
    seconds,
  };
}

/** A doctor that throws has found nothing. */
function thrown(error) {
  const id = `threw ${error.code ?? error.stack}`;
  return { verdict: "cannot-judge", findings: [{ catalogue: "–", id, confidence: "advice" }], seconds: 0 };
}

/** The rules look at a training: cases without one are not counted for them. */
export function rivalRows(subject) {
  if (!subject.model) return {};
  const trace = traceOf(subject);
  const rows = Object.entries(RIVALS).map(([name, rules]) => {
    const findings = rules(trace);
    const right = (one) => one?.causes.some((cause) => subject.truth.includes(cause)) ?? false;
    const healthy = subject.truth.length === 0;
    const row = {
      detected: findings.length > 0,
      first: right(findings[0]),
      three: findings.slice(0, 3).some(right),
      falseAlarm: healthy && findings.length > 0,
      wrong: !healthy && findings.length > 0 && !findings.some(right),
      said: findings.map((one) => one.name),
    };
    return [name, row];
  });
  return Object.fromEntries(rows);
}

/** Sums over rows of { healthy, row }. */
export function totals(rows) {
  const faults = rows.filter(({ healthy }) => !healthy).map(({ row }) => row);
  const healthy = rows.filter((one) => one.healthy).map(({ row }) => row);
  const count = (list, key) => list.filter((row) => row[key]).length;
  const seconds = rows.map(({ row }) => row.seconds ?? 0).sort((a, b) => a - b);
  return {
    faults: faults.length,
    detected: count(faults, "detected"),
    first: count(faults, "first"),
    three: count(faults, "three"),
    wrong: count(faults, "wrong"),
    controls: healthy.length,
    falseAlarms: count(healthy, "falseAlarm"),
    seconds: seconds[Math.floor(seconds.length / 2)] ?? 0,
  };
}
