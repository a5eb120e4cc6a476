// PyTorch, NumPy and the loaders of docs/export.md as they stand there.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { root } from "../../../scripts/source.mjs";
import { exportedOf, NETWORKS, randomRows } from "../../../test/support/export-networks.ts";
import { referenceForward } from "../../../test/support/reference-forward.ts";
import { channelsOf } from "../../core/picture-shape.ts";
import { takesRows } from "../flat.ts";
import { channelsFirst } from "./exported.ts";
import { toNetwork2 } from "./network2.ts";
import { toNpz } from "./npz.ts";
import { toTorch } from "./torch.ts";

const folder = mkdtempSync(join(tmpdir(), "myelin-python-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function python(code: string): unknown {
  const { status, stdout, stderr } = spawnSync("/usr/bin/python3", ["-c", code], { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function has(module: string): boolean {
  return spawnSync("/usr/bin/python3", ["-c", `import ${module}`]).status === 0;
}

/** The Python code of one section of the document. */
function documented(section: string): string {
  const text = readFileSync(join(root, "docs/export.md"), "utf8");
  const code = text.split(`## ${section}\n`)[1]?.match(/```python\n([\s\S]*?)```/)?.[1];
  if (code === undefined) throw new Error(`docs/export.md has no code for ${section}`);
  return code;
}

/** Stands in for the safetensors package where it is not installed. */
const SAFE_OPEN = `
import json, math, torch
class safe_open:
    def __init__(self, path, framework): self.raw = open(path, "rb").read()
    def __enter__(self):
        n = int.from_bytes(self.raw[:8], "little"); self.head = json.loads(self.raw[8:8 + n]); self.start = 8 + n; return self
    def __exit__(self, *_): pass
    def metadata(self): return self.head["__metadata__"]
    def keys(self): return [name for name in self.head if name != "__metadata__"]
    def get_tensor(self, name):
        t = self.head[name]; first = self.start + t["data_offsets"][0]
        return torch.frombuffer(bytearray(self.raw), dtype=torch.float32, count=math.prod(t["shape"]), offset=first).reshape(t["shape"])
`;

function farthest(found: readonly number[], wanted: readonly number[]): number {
  expect(found).toHaveLength(wanted.length);
  return Math.max(...wanted.map((value, i) => Math.abs(value - found[i]!)));
}

describe.skipIf(!has("torch"))("PyTorch (needs torch for /usr/bin/python3)", () => {
  it("the documented loader answers as the reference, for every kind of layer", { timeout: 120_000 }, () => {
    if (!has("safetensors")) writeFileSync(join(folder, "safetensors.py"), SAFE_OPEN);
    const networks = [...NETWORKS.values()];
    const batches = networks.map((network, i) => {
      writeFileSync(join(folder, `${i}.safetensors`), toTorch(exportedOf(network)));
      const { shape } = network.spec.input;
      const rows = randomRows(network, 3);
      const sizes = takesRows(network) ? [3, shape[1]] : [3, channelsOf(shape), shape[0], shape[1]];
      return { rows, sizes, pixels: rows.flatMap((row) => channelsFirst(row, shape)) };
    });
    writeFileSync(join(folder, "batches.json"), JSON.stringify(batches));
    const loader = documented("PyTorch").split("\nmodel, about = load")[0];
    expect(loader!.trim().split("\n").filter(Boolean).length).toBeLessThanOrEqual(12);
    const found = python(`${loader}
import torch
out = []
for i, batch in enumerate(json.load(open("batches.json"))):
    model, about = load(f"{i}.safetensors")
    with torch.no_grad():
        scores = model(torch.tensor(batch["pixels"]).reshape(batch["sizes"]) / about["divideBy"])
        own = model(torch.tensor(about["example"]["pixels"], dtype=torch.float32).reshape([1] + batch["sizes"][1:]) / about["divideBy"])
    out.append([scores.flatten().tolist(), own.flatten().tolist(), about["example"]["scores"], about["classes"]])
print(json.dumps(out))`) as [number[], number[], number[], string[]][];
    networks.forEach((network, i) => {
      const [scores, own, example, classes] = found[i]!;
      const wanted = batches[i]!.rows.flatMap((row) => referenceForward(network, row));
      expect(farthest(scores, wanted)).toBeLessThan(2e-6);
      expect(farthest(own, example)).toBeLessThan(2e-6);
      expect(classes).toEqual(network.spec.classes);
    });
  });
});

describe.skipIf(!has("numpy"))("NumPy (needs numpy for /usr/bin/python3)", () => {
  const network = NETWORKS.get("sigmoid, as in the book")!;

  it("the documented lines load the .npz", () => {
    writeFileSync(join(folder, "model.npz"), toNpz(exportedOf(network)));
    const found = python(`${documented("NumPy")}
s = lambda z: 1 / (1 + np.exp(-z))
y = s(file["layer2.weights"] @ s(z) + file["layer2.biases"])
print(json.dumps([y.tolist(), file["example.scores"].tolist(), spec["classes"]]))`) as [number[], number[], string[]];
    expect(farthest(found[0], found[1])).toBeLessThan(2e-6);
    expect(found[2]).toEqual(network.spec.classes);
  });

  it("what network2.load does reads the JSON", () => {
    writeFileSync(join(folder, "network2.json"), toNetwork2(exportedOf(network)));
    const found = python(`
import json, numpy as np
data = json.load(open("network2.json"))
weights, biases = [np.array(w) for w in data["weights"]], [np.array(b) for b in data["biases"]]
a = np.array(data["example"]["pixels"]).reshape(-1, 1) / data["myelin"]["input"]["divideBy"]
for b, w in zip(biases, weights): a = 1 / (1 + np.exp(-(np.dot(w, a) + b)))
print(json.dumps([data["sizes"], data["cost"], a.flatten().tolist(), data["example"]["scores"]]))`) as [number[], string, number[], number[]]; // biome-ignore format: a table
    expect(found.slice(0, 2)).toEqual([[30, 7, 3], "QuadraticCost"]);
    expect(farthest(found[2], found[3])).toBeLessThan(2e-6);
  });
});
