import { mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileError, fileSize, isFolder } from "../node/files.ts";
import { nodeHost, writeFileAtomic } from "../node/index.ts";
import { usageError } from "../src/core/errors.ts";
import { list, printable, bytes as shownBytes } from "../src/core/text.ts";
import { EXPORT_FORMATS, type ExportFormat, exportFormat, exportNetwork } from "../src/model/index.ts";
import { facts } from "../src/report/text/index.ts";
import { openSaved } from "./saved.ts";
import type { OptionValues } from "./settings-options.ts";
import { Output } from "./terminal.ts";

/** `myelin export`: a trained network as files for other programs. */
export async function exportSaved(path: string, options: OptionValues): Promise<void> {
  const output = new Output({ json: options.json === true, quiet: options.quiet === true });
  if (typeof options.to !== "string")
    throw usageError("EXPORT_FORMAT", `--to is missing: expected one of ${EXPORT_FORMATS.join(", ")}.`);
  const format = exportFormat(options.to);
  const { network, words, start } = await openSaved(path, output);
  const title = start === undefined ? "What is this?" : `Trained on ${printable(start.data.name, 60)}`;
  const files = await exportNetwork(network, format, { title, form: start?.data.pictures, host: nodeHost });
  const places = placesOf(path, [...files.keys()], options.out);
  if (options.force !== true) refuseOverwriting(places);
  for (const [i, content] of [...files.values()].entries()) {
    makeFolder(dirname(places[i]!));
    await writeFileAtomic(places[i]!, content);
  }
  const written = [...files.values()].map((content, i) => ({ path: places[i]!, bytes: content.length }));
  const lines = written.map((file) => `${printable(file.path, 300)}  ${shownBytes(file.bytes)}`);
  output.say(facts([["network", words]], output.canvas.style));
  for (const line of lines) output.conclude(line);
  output.say(`\nNext: ${nextStep(format, printable(places[0]!, 300))}`);
  const weightsSha256 = await network.weightsSha256(nodeHost);
  output.object({ command: "export", format, files: written, weightsSha256 });
}

/** Where the files go: --out itself, of several files its folder; else the run folder or the folder of the file. */
function placesOf(path: string, names: readonly string[], out: unknown): string[] {
  if (typeof out === "string") return names.map((name) => (names.length === 1 ? out : join(out, basename(name))));
  const folder = isFolder(path) ? path : dirname(path);
  return names.map((name) => join(folder, name));
}

function refuseOverwriting(places: readonly string[]): void {
  const there = places.filter((place) => fileSize(place) !== undefined).map((place) => printable(place, 300));
  if (there.length === 0) return;
  const be = there.length === 1 ? "is" : "are";
  throw usageError(
    "EXPORT_EXISTS",
    `${list(there)} ${be} there already: choose another --out, or overwrite with --force.`,
  );
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw fileError("write", path, error);
  }
}

function nextStep(format: ExportFormat, file: string): string {
  if (format === "html") return `open ${file} in a browser and draw`;
  if (format === "function") return `import { predict } from "./${basename(file)}"`;
  const loader = {
    onnx: "ONNX Runtime",
    safetensors: "PyTorch",
    npz: "NumPy",
    tfjs: "TensorFlow.js",
    network2: "network2.load",
  };
  return `load it with ${loader[format]}: docs/export.md has the lines`;
}
