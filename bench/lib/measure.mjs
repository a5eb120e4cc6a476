// Runs one program in a process of its own: its output, its wall time, and its peak memory where GNU time is installed.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const GNU_TIME = "/usr/bin/time";

/** → { code, stdout, stderr, wallSeconds, peakMegabytes?, cpuSeconds? } */
export function measure({ file, args, env = {}, cwd }) {
  const folder = mkdtempSync(join(tmpdir(), "myelin-bench-"));
  const note = join(folder, "time");
  const wrapped = existsSync(GNU_TIME);
  const [command, words] = wrapped ? [GNU_TIME, ["-f", "%M %U %S", "-o", note, file, ...args]] : [file, args];
  return new Promise((resolve) => {
    const start = performance.now();
    const child = spawn(command, words, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (text) => {
      stdout += text;
    });
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    child.on("error", (error) => finish(-1, error.message));
    child.on("close", (code) => finish(code, stderr));
    function finish(code, errors) {
      const result = { code, stdout, stderr: errors, wallSeconds: (performance.now() - start) / 1000 };
      if (wrapped && existsSync(note)) {
        const [kilobytes, user, system] = readFileSync(note, "utf8").trim().split("\n").at(-1).split(" ").map(Number);
        Object.assign(result, { peakMegabytes: kilobytes / 1024, cpuSeconds: user + system });
      }
      rmSync(folder, { recursive: true, force: true });
      resolve(result);
    }
  });
}

/** The last line of the output that is a JSON object, or the whole output as one. */
export function lastJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    for (const line of text.trim().split("\n").reverse()) {
      try {
        const value = JSON.parse(line);
        if (value && typeof value === "object") return value;
      } catch {
        // not that line
      }
    }
    return undefined;
  }
}
