import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { experimentFlags } from "../src/experiment/flags.ts";
import { settingOf } from "../src/experiment/settings.ts";
import { exitCodes } from "./exit.ts";

const page = readFileSync(new URL("../docs/cli.md", import.meta.url), "utf8");

it("docs/cli.md lists every setting with its flag, key and default", () => {
  for (const { setting, usage } of experimentFlags()) {
    const { kind, default: byDefault } = settingOf(setting);
    const row = page.split("\n").find((line) => line.startsWith(`| \`${usage.replace("|", "\\|")}\` |`));
    expect(row, usage).toContain(`| \`${setting}\` |`);
    if (byDefault !== undefined) expect(row).toContain(`| \`${kind.print(byDefault)}\` |`);
  }
});

it("docs/cli.md lists every exit code", () => {
  for (const code of Object.values(exitCodes)) expect(page).toMatch(new RegExp(`\\n\\|[ 0-9,]*\\b${code}\\b`));
});
