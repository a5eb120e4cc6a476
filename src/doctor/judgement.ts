import type { Confidence, Finding } from "../core/finding.ts";

export type Verdict = "healthy" | "fault" | "cannot-judge";

/** A finding before one of them is named the cause. `explains`: ids of findings that are its consequences. */
export interface Unjudged {
  readonly finding: Omit<Finding, "primary" | "explainedBy">;
  readonly explains: readonly string[];
}

const CONFIDENCE: Readonly<Record<Confidence, number>> = { fault: 0, likely: 1, advice: 2 };
/** Where a cause is looked for first; D and E are one stage, G and H are one. */
const STAGE: Readonly<Record<string, number>> = { A: 0, B: 1, C: 2, D: 3, E: 3, F: 4, G: 5, H: 5 };

/** Stage of a finding in the order A → B → C → D/E → F → G/H. */
export function stageOf(catalogue: string): number {
  return STAGE[catalogue.charAt(0)] ?? 6;
}

/** Advice that says most about whether a result can be trusted, then what makes it better; others in their order behind these. */
const USEFUL = [
  "images-also-in-training",
  "nearly-in-training",
  "missing-class",
  "conflicting-duplicates",
  "partly-mispaired",
  "doubtful-labels",
  "column-is-no-feature",
  "distribution-shift",
  "accuracy-hides-imbalance",
  "overfitting",
  "underfitting",
  "standardised-apart",
  "columns-of-different-scale",
  "steps-per-epoch",
  "too-few-steps",
  "other-class-shares",
  "output-bias",
  "little-data",
];
/** More than this are not read. */
const MOST_ADVICE = 2;

/** The two most useful pieces of advice, beside all that accuses. */
export function withoutSmallTalk(findings: readonly Finding[]): Finding[] {
  const place = ({ id }: Finding) => (USEFUL.includes(id) ? USEFUL.indexOf(id) : USEFUL.length);
  const advice = findings.filter((one) => !accuses(one) && one.explainedBy === undefined);
  const kept = new Set(advice.toSorted((a, b) => place(a) - place(b)).slice(0, MOST_ADVICE));
  return findings.filter((one) => accuses(one) || kept.has(one));
}

/** True where it makes the verdict `fault`. */
export function accuses({ confidence }: Pick<Finding, "confidence">): boolean {
  return confidence !== "advice";
}

/**
 * Names one primary cause: of the accusing findings that no other one explains, the surest, then the earliest in the
 * order of stages. What it or another finding lists among its consequences, and every accusing finding of a later stage
 * than a proven cause, is marked as explained. Advice stands by itself.
 *
 * @returns the primary cause first, then by confidence and stage.
 */
export function judge(found: readonly Unjudged[]): Finding[] {
  const cause = new Map<Unjudged, string>();
  for (const one of found) {
    const reason = found.find((other) => other !== one && explainsDirectly(other, one) && !isPrior(one, other));
    if (reason) cause.set(one, reason.finding.id);
  }
  const order = found.toSorted((a, b) => rank(a, cause) - rank(b, cause));
  const first = order[0];
  const primary = first && accuses(first.finding) && !cause.has(first) ? first : undefined;
  return order.map((one) => {
    const explainedBy = cause.get(one) ?? (primary && isDownstream(one, primary) ? primary.finding.id : undefined);
    const judged = { ...one.finding, primary: one === primary };
    return explainedBy === undefined ? judged : { ...judged, explainedBy };
  });
}

/** A surer or equally sure finding explains another that it lists; advice explains nothing. */
function explainsDirectly(one: Unjudged, other: Unjudged): boolean {
  if (!accuses(one.finding) || !one.explains.includes(other.finding.id)) return false;
  const sureEnough = CONFIDENCE[one.finding.confidence] <= CONFIDENCE[other.finding.confidence];
  return sureEnough || one.finding.where === other.finding.where;
}

/** Where two findings list each other, the surer one is the cause, then the one of the earlier stage, then the first by name. */
function isPrior(one: Unjudged, other: Unjudged): boolean {
  if (!explainsDirectly(one, other)) return false;
  const [a, b] = [rank(one), rank(other)];
  return a < b || (a === b && one.finding.id < other.finding.id);
}

function rank(one: Unjudged, cause: ReadonlyMap<Unjudged, string> = new Map()): number {
  const { confidence, catalogue } = one.finding;
  return (cause.has(one) ? 30 : 0) + 10 * CONFIDENCE[confidence] + stageOf(catalogue);
}

function isDownstream({ finding }: Unjudged, primary: Unjudged): boolean {
  if (!accuses(finding) || primary.finding.confidence !== "fault") return false;
  return stageOf(finding.catalogue) > stageOf(primary.finding.catalogue);
}

/**
 * `fault` on any accusing finding; `healthy` only where the central question, whether labels belong to their images in
 * training and in evaluation, was answered; else `cannot-judge`.
 */
export function verdictOf(findings: readonly Finding[], answered: boolean): Verdict {
  if (findings.some(accuses)) return "fault";
  return answered ? "healthy" : "cannot-judge";
}
