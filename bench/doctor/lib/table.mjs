// The tables of the benchmark as Markdown, and their place in docs/doctor.md.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { RIVALS } from "./rivals.mjs";
import { totals } from "./score.mjs";

const DOCS = new URL("../../../docs/doctor.md", import.meta.url);
const BEGIN = "<!-- bench/doctor: begin -->";
const END = "<!-- bench/doctor: end -->";
const share = (part, whole) => (whole ? `${part} of ${whole} (${((100 * part) / whole).toFixed(0)} %)` : "–");

function totalsLine(name, t, timed) {
  const cells = [
    name,
    share(t.detected, t.faults),
    share(t.first, t.faults),
    share(t.three, t.faults),
    share(t.falseAlarms, t.controls),
    share(t.wrong, t.faults),
  ];
  return `| ${[...cells, timed ? t.seconds.toFixed(2) : "–"].join(" | ")} |`;
}

/** One data source: the tools side by side, then what the doctor missed or did not name first. */
export function table(source, rows, size) {
  const of = (pick) => totals(rows.flatMap((row) => (pick(row) ? [{ healthy: row.healthy, row: pick(row) }] : [])));
  const lines = [
    `### ${source}: ${size.training.toLocaleString("en")} training and ${size.test.toLocaleString("en")} test images, seeds: ${new Set(rows.map(({ seed }) => seed)).size}`,
    "",
    "| tool | detected | right cause first | in the first three | false alarms | wrong accusations | seconds (median) |",
    "|---|---|---|---|---|---|---|",
    totalsLine(
      "**myelin doctor**",
      of((row) => row.ours),
      true,
    ),
    ...Object.keys(RIVALS).map((name) =>
      totalsLine(
        `rules of ${name}`,
        of((row) => row.rivals[name]),
        false,
      ),
    ),
  ];
  const misses = missLines(rows);
  if (misses.length > 0)
    lines.push(
      "",
      "What the doctor did not name first:",
      "",
      "| # | fault | truth | seeds | says |",
      "|---|---|---|---|---|",
      ...misses,
    );
  return lines.join("\n");
}

function missLines(rows) {
  const byCase = new Map();
  for (const row of rows) {
    const bad = row.healthy ? row.ours.falseAlarm : !row.ours.first || row.ours.wrong;
    if (!bad) continue;
    const key = `${row.id} | ${row.title} | ${row.truth.join(" or ") || "healthy"}`;
    byCase.set(key, [...(byCase.get(key) ?? []), row]);
  }
  return Array.from(byCase, ([key, some]) => {
    const says = [
      ...new Set(some.map(({ ours }) => ours.said.filter((text) => !text.endsWith("explained"))[0] ?? "nothing")),
    ];
    return `| ${key} | ${some.map(({ seed }) => seed).join(", ")} | ${says.join("; ")} |`;
  });
}

/** Detected (and named first) by strength. */
export function strengthTable(rows) {
  const swept = rows.filter(({ strength }) => strength !== undefined);
  if (swept.length === 0) return "";
  const strengths = [...new Set(swept.map(({ strength }) => strength))].sort((a, b) => a - b);
  const faults = [...new Set(swept.map(({ id }) => id.split("@")[0]))];
  const head = `| fault | ${strengths.map((p) => `${p * 100} %`).join(" | ")} |`;
  const lines = faults.map((fault) => {
    const cells = strengths.map((p) => {
      const some = swept.filter(({ id, strength }) => id.startsWith(`${fault}@`) && strength === p);
      const count = (key) => some.filter(({ ours }) => ours[key]).length;
      return `${count("detected")} / ${count("first")} of ${some.length}`;
    });
    return `| ${fault} ${swept.find(({ id }) => id.startsWith(`${fault}@`)).title} | ${cells.join(" | ")} |`;
  });
  return [
    "### By strength: detected / right cause first",
    "",
    head,
    `|---|${"---|".repeat(strengths.length)}`,
    ...lines,
  ].join("\n");
}

/** Puts the text between the marks in docs/doctor.md (at its end when there are none). */
export function writeSection(text, flags) {
  const page = existsSync(DOCS) ? readFileSync(DOCS, "utf8") : "# The doctor\n";
  const section = `${BEGIN}\n\nMade by \`node bench/doctor/run.mjs ${flags.join(" ")}\`.\n\n${text}\n\n${END}`;
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  const next =
    from < 0
      ? `${page.trimEnd()}\n\n## Benchmark\n\n${section}\n`
      : page.slice(0, from) + section + page.slice(to + END.length);
  writeFileSync(DOCS, next);
}
