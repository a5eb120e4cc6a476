import type { Finding } from "../../core/finding.ts";
import { integer, list, printable, seconds } from "../../core/text.ts";
import type { Examples } from "../../doctor/check.ts";
import type { Diagnosis } from "../../doctor/diagnose.ts";
import type { SplitName } from "../../doctor/input.ts";
import { imageCount, imageOf, isPicture, type Sample, shapeOf } from "../../doctor/sample.ts";
import { drawDigits } from "./digits.ts";
import { wrap } from "./layout.ts";
import { type Canvas, pageColumns, plainStyle } from "./style.ts";

type Samples = Readonly<Partial<Record<SplitName, Sample>>>;

const NAMES = { fault: "FAULT", likely: "LIKELY", advice: "ADVICE" } as const;

/** The cause in its own words; or that there is none, or that it cannot be told. */
export function diagnosisHeadline({ verdict, findings }: Diagnosis, canvas: Canvas = {}): string {
  const { style = plainStyle, columns = pageColumns } = canvas;
  const [first] = findings;
  if (verdict === "fault" && first !== undefined) {
    const head = style.bad(`${NAMES[first.confidence]} in ${place(first.where)}`);
    return `${head}\n\n${wrap(printable(first.sentence), columns)}`;
  }
  if (verdict === "healthy") return style.good("Nothing is wrong, as far as was checked.");
  return style.strong("Cannot judge: what is given does not show whether labels belong to their images.");
}

/** A finding in one paragraph: `FAULT in the test images: … Fix: …` */
export function findingSentence({ confidence, where, sentence, fix, explainedBy }: Finding): string {
  if (explainedBy !== undefined) return `explained by ${explainedBy}: ${sentence}`;
  return `${NAMES[confidence]} in ${place(where)}: ${sentence} ${fix}`;
}

/** `the test images`, `layer 1`. */
function place(where: string): string {
  return /^(layer|rows?) \d/.test(where) ? printable(where, 80) : `the ${printable(where, 80)}`;
}

/** Everything behind the headline: pictures, fix, what it explains, advice, what was checked and what was not. */
export function diagnosisText(diagnosis: Diagnosis, samples: Samples, canvas: Canvas = {}): string {
  const { findings, verdict } = diagnosis;
  const cause = verdict === "fault" ? findings[0] : undefined;
  const parts = [
    ...(cause === undefined ? [] : causeParts(cause, samples, canvas)),
    ...findings.filter((finding) => finding !== cause).map((finding) => other(finding, canvas)),
    checkedText(diagnosis, canvas),
  ];
  return `\n${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function causeParts(cause: Finding, samples: Samples, canvas: Canvas): string[] {
  const { style = plainStyle, columns = pageColumns } = canvas;
  return [
    pictures(cause, samples, canvas),
    `${style.strong("Fix")}  ${wrap(printable(cause.fix), columns - 5, "     ")}`,
    style.faint(`${cause.catalogue} ${cause.id}: docs/checks/${cause.id}.md`),
  ];
}

/** The rows of a finding, drawn, with the label that each carries and, where it is known, the one that would fit. */
function pictures({ evidence }: Finding, samples: Samples, canvas: Canvas): string {
  const examples = evidence.examples as Examples | undefined;
  const sample = examples && samples[examples.split];
  const shape = sample && shapeOf(sample);
  if (examples === undefined || sample === undefined || shape === undefined || !isPicture(sample)) return "";
  const rows = examples.rows.map((row, i) => [row, i] as const).filter(([row]) => row < imageCount(sample));
  const captions = rows.map(([, i]) => caption(examples, i));
  const drawn = drawDigits(
    {
      shape,
      count: rows.length,
      labels: rows.map((_, place) => place),
      classes: captions,
      image: (place) => imageOf(sample, rows[place]?.[0] ?? 0),
    },
    rows.map((_, place) => place),
    canvas,
    4,
  );
  if (drawn === "") return "";
  const meaning = examples.fitting === undefined ? "the label as paired" : "the label as paired, and the one that fits";
  return `${drawn}\n${(canvas.style ?? plainStyle).faint(`Below each picture: ${meaning}.`)}`;
}

function caption({ labels, fitting }: Examples, i: number): string {
  const label = String(labels[i]);
  const better = fitting === undefined ? label : String(fitting[i]);
  return label === better ? label : `${label} (${better})`;
}

function other({ confidence, sentence, fix, explainedBy }: Finding, canvas: Canvas): string {
  const { columns = pageColumns, style = plainStyle } = canvas;
  const head = explainedBy === undefined ? NAMES[confidence] : `Explained by ${explainedBy}`;
  const text = explainedBy === undefined ? `${printable(sentence)} ${printable(fix)}` : printable(sentence);
  return `${style.strong(head)}\n  ${wrap(text, columns, "  ")}`;
}

/** What was checked, and what was not, with the reasons. */
function checkedText({ checked, notChecked, seconds: time }: Diagnosis, canvas: Canvas): string {
  const { columns = pageColumns, style = plainStyle } = canvas;
  const lines = [
    `${integer(checked.length)} checks in ${seconds(time)}${checked.length > 0 ? `: ${list(checked)}.` : "."}`,
  ];
  const reasons = new Map<string, string[]>();
  for (const { id, reason } of notChecked) reasons.set(reason, [...(reasons.get(reason) ?? []), id]);
  const missing = [...reasons].map(([reason, ids]) => `Not checked, as ${reason}: ${list(ids)}.`);
  return [...lines, ...missing].map((line) => style.faint(wrap(line, columns, "  "))).join("\n");
}
