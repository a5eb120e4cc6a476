// Where and with what was measured.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { arch, cpus, loadavg, platform, release, totalmem } from "node:os";
import { join } from "node:path";

export const load = () => loadavg().map((n) => Math.round(n * 100) / 100);

/** First line of a program's output; undefined where it cannot be run. */
export function tell(file, args, options = {}) {
  try {
    const stdio = ["ignore", "pipe", "ignore"];
    return execFileSync(file, args, { encoding: "utf8", stdio, ...options })
      .trim()
      .split("\n")[0];
  } catch {
    return undefined;
  }
}

export function machine() {
  const all = cpus();
  const flags = tell("sh", ["-c", "grep -m1 ^flags /proc/cpuinfo"])?.split(" ") ?? [];
  return {
    cpu: all[0]?.model.trim() ?? "unknown",
    family: tell("sh", ["-c", "lscpu | grep -E '^(CPU family|Model):' | tr -s ' ' | paste -sd ' '"]),
    cores: all.length,
    avx512: flags.includes("avx512f"),
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()} ${release()}`,
  };
}

const MODULES = ["numpy", "sklearn", "torch", "jax"];

/** The Python that can import most of the peers: $PYTHON, else Debian's own, else the first on the path. */
export function findPython() {
  const candidates = [process.env.PYTHON, "/usr/bin/python3", "python3"].filter((name) => name !== undefined);
  const found = candidates.map((file) => ({ file, modules: importable(file) })).filter((p) => p.modules !== undefined);
  return found.sort((a, b) => Object.keys(b.modules).length - Object.keys(a.modules).length)[0];
}

function importable(file) {
  const script = `
import importlib, json
found = {}
for name in ${JSON.stringify(MODULES)}:
    try: found[name] = importlib.import_module(name).__version__
    except Exception: pass
print(json.dumps(found))`;
  const text = tell(file, ["-c", script]);
  return text === undefined ? undefined : JSON.parse(text);
}

/** A Node ≥ 22 for relaxed SIMD: --node, else this one, else what fetch-node.mjs has put into .cache. */
export function findNewNode(asked, cache) {
  const unpacked = join(cache, "node-24/bin/node");
  const candidates = [asked, process.execPath, existsSync(unpacked) ? unpacked : undefined];
  for (const file of candidates) {
    const version = file && tell(file, ["--version"]);
    if (version && Number(version.slice(1).split(".")[0]) >= 22) return { file, version };
  }
  return undefined;
}
