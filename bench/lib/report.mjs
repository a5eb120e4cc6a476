// Text of the result: one table a group, medians with the spread, ratios to our rows, and the goals beside the figures.
import { GOALS } from "./goals.mjs";

const GROUPS = {
  chapter1: "[784, 30, 10], batch 10: seconds of training an epoch",
  wide: "[784, 100, 10], batch 10: seconds of training an epoch",
  big: "[784, 800, 800, 10], batch 100: seconds of training an epoch",
  entropy: "[784, 30, 10], cross-entropy, batch 10: seconds of training an epoch",
  "entropy-wide": "[784, 100, 10], cross-entropy, batch 10: seconds of training an epoch",
  process: "whole processes, seconds from start to exit",
  peak: "register-only kernel, one thread: GFLOP/s",
  kernels: "dense kernels, one thread: GFLOP/s",
};

const figure = (n) => (n === undefined ? "" : n >= 100 ? n.toFixed(0) : n >= 10 ? n.toFixed(1) : n.toPrecision(3));
const times = (n) => (n === undefined ? "" : `${n >= 20 ? n.toFixed(0) : n >= 2 ? n.toFixed(1) : n.toFixed(2)}×`);

export function table(rows) {
  const lines = [];
  for (const [group, title] of Object.entries(GROUPS)) {
    const own = rows.filter((row) => row.group === group);
    if (own.length === 0) continue;
    lines.push("", title);
    const seconds = group !== "process" && !own.some((row) => row.values);
    const columns = seconds ? ["myelin-1", "myelin-2", "fast-2"] : [];
    const base = columns.map((name) => own.find((row) => row.id === `${group}/${name}`)?.figure?.median);
    const head = ["", "median", "min – max", "n", ...(seconds ? columns.map((c) => `÷ ${c}`) : []), "note"];
    lines.push(...align([head, ...own.flatMap((row) => cells(row, base, seconds))]));
  }
  return lines.join("\n");
}

function cells(row, base, seconds) {
  const blank = seconds ? base.map(() => "") : [];
  if (row.values) {
    return Object.entries(row.values).map(([name, v]) => {
      const peak = row.values[name.startsWith("relaxed") ? "relaxedPeakGflops" : "plainPeakGflops"]?.median;
      const share =
        peak && !name.endsWith("Gflops") ? `${((100 * v.median) / peak).toFixed(0)} % of the peak kernel` : "";
      return [`${row.title}: ${name}`, figure(v.median), range(v), String(v.n), ...blank, share];
    });
  }
  if (!row.figure) return [[row.title, "–", "", "", ...blank, row.missing ?? row.failed ?? ""]];
  const { median } = row.figure;
  const ratios = seconds ? base.map((b) => (b === undefined ? "" : times(median / b))) : [];
  return [[row.title, figure(median), range(row.figure), String(row.figure.n), ...ratios, note(row)]];
}

const range = ({ min, max, n }) => (n > 1 ? `${figure(min)} – ${figure(max)}` : "");

function note(row) {
  const words = [];
  if (row.standIn) words.push(`stand-in: NumPy batched × ${row.standIn.ratio.toFixed(2)}`);
  if (row.version) words.push(row.version);
  if (row.part) words.push(`${row.part * 100} % of an epoch, scaled`);
  if (row.correct !== undefined) words.push(`${(row.correct / 100).toFixed(2)} %`);
  if (row.overheadPercent) words.push(`${figure(row.overheadPercent.median)} % more than the bare engine`);
  if (row.load) words.push(`load ${figure(row.load.median)} s, training ${figure(row.training.median)} s`);
  if (row.kind === "process" && row.peakMegabytes) words.push(`peak ${figure(row.peakMegabytes.median)} MB`);
  return words.join(", ");
}

function align(lines) {
  const widths = lines[0].map((_, c) => Math.max(...lines.map((line) => [...line[c]].length)));
  return lines.map((line) =>
    line
      .map((cell, c) => {
        const gap = " ".repeat(widths[c] - [...cell].length);
        return c === 0 || c === line.length - 1 ? cell + gap : gap + cell;
      })
      .join("  ")
      .trimEnd(),
  );
}

/** The goals that this run can judge: what, measured, wanted. Nothing fails by them. */
export function goals(rows) {
  const value = (id, name) => {
    const row = rows.find((r) => r.id === id);
    return name ? (row?.[name]?.median ?? row?.values?.[name]?.median) : row?.figure?.median;
  };
  const judged = GOALS.map((goal) => ({ ...goal, measured: goal.of(value) })).filter((g) =>
    Number.isFinite(g.measured),
  );
  if (judged.length === 0) return { lines: "", judged: [] };
  const shown = judged.map((g) => [
    g.what,
    `${figure(g.measured)}${g.unit}`,
    `${g.most === undefined ? "≥" : "≤"} ${g.most ?? g.least}${g.unit}`,
    g.aim ? `aim ${g.aim}${g.unit}` : "",
    met(g) ? "" : "short",
  ]);
  const lines = ["", "goals", ...align([["", "measured", "wanted", "", ""], ...shown])].join("\n");
  return { lines, judged: judged.map(({ of: _, ...rest }) => ({ ...rest, met: met(rest) })) };
}

const met = ({ measured, least, most }) => (most === undefined ? measured >= least : measured <= most);
