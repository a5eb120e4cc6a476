import { defaultHost } from "../core/default-host.ts";
import { MyelinError } from "../core/errors.ts";
import type { Finding } from "../core/finding.ts";
import type { Host } from "../core/host.ts";
import { type Check, type Draft, type Measured, measured } from "./check.ts";
import { checks as allChecks } from "./checks/index.ts";
import { Evidence, type Measure, NotMeasured } from "./evidence/measure.ts";
import { pairing } from "./evidence/pairing.ts";
import { caseOf, type DoctorInput } from "./input.ts";
import { accuses, judge, type Unjudged, type Verdict, verdictOf, withoutSmallTalk } from "./judgement.ts";

export interface Diagnosis {
  readonly verdict: Verdict;
  /** The primary cause first. */
  readonly findings: readonly Finding[];
  /** Ids of the checks that ran. */
  readonly checked: readonly string[];
  /** Ids of the checks that could not run, each with its reason; never counted as passed. */
  readonly notChecked: readonly { readonly id: string; readonly reason: string }[];
  readonly seconds: number;
}

export interface DiagnoseOptions {
  /** Only the checks that are quick enough to come before every training, on a subsample. */
  readonly quick?: boolean;
  readonly host?: Host;
  /** The checks to run, in order; all of them unless given. */
  readonly checks?: readonly Check[];
}

/**
 * Says why a network does not learn: measures what is given, runs every check that has what it needs, names one cause.
 *
 * The same input gives the same diagnosis, apart from `seconds`. Nothing is printed.
 *
 * @param input whatever there is: data, network, run, predictions, history; a `Dataset` or a `Sample` a split.
 */
export async function diagnose(input: DoctorInput, options: DiagnoseOptions = {}): Promise<Diagnosis> {
  const { quick = false, host = defaultHost, checks = allChecks } = options;
  const start = host.now();
  const evidence = new Evidence(caseOf(input), quick);
  const found: Unjudged[] = [];
  const checked: string[] = [];
  const notChecked: { id: string; reason: string }[] = [];
  for (const check of checks) {
    if (quick && check.quick !== true) continue;
    const reason = blocked(check, found) ?? (await runCheck(check, evidence, found));
    if (reason === undefined) checked.push(check.id);
    else notChecked.push({ id: check.id, reason });
    await host.pause();
  }
  const findings = withoutSmallTalk(judge(found));
  const paired = await evidence.maybe(pairing);
  const verdict = verdictOf(findings, paired?.answered ?? false);
  return { verdict, findings, checked, notChecked, seconds: (host.now() - start) / 1000 };
}

/** Why the check may not speak yet: something upstream is at fault. */
export function blocked({ after = [] }: Check, found: readonly Pick<Unjudged, "finding">[]): string | undefined {
  const first = found.find(
    ({ finding }) => accuses(finding) && after.some((letter) => letter === finding.catalogue[0]),
  );
  return first && `${first.finding.id} comes first`;
}

/** @returns the reason why the check could not run. */
export async function runCheck(check: Check, evidence: Evidence, found: Unjudged[]): Promise<string | undefined> {
  const values: [Measure<unknown>, unknown][] = [];
  try {
    for (const measure of check.needs) values.push([measure, await evidence.get(measure)]);
  } catch (error) {
    if (error instanceof NotMeasured) return error.message;
    // What a network or reader refuses is for another check to explain; this one could not run.
    if (error instanceof MyelinError) return error.message;
    throw error;
  }
  for (const measure of check.uses ?? []) values.push([measure, await evidence.maybe(measure)]);
  for (const draft of drafts(check, measured(...values))) found.push(draft);
  return undefined;
}

function drafts(check: Check, values: Measured): Unjudged[] {
  return check.run(values).map((draft) => ({ finding: findingOf(check, draft), explains: check.explains ?? [] }));
}

function findingOf(check: Check, draft: Draft): Unjudged["finding"] {
  const { confidence, where, counterfactual, examples } = draft;
  const { sentence, fix } = check.say(draft);
  const evidence = { ...draft.evidence, ...(examples === undefined ? {} : { examples }) };
  const { id, catalogue } = check;
  return { id, catalogue, confidence, where, sentence, evidence, ...(counterfactual && { counterfactual }), fix };
}
