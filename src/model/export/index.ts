import { defaultHost } from "../../core/default-host.ts";
import { usageError } from "../../core/errors.ts";
import type { Host } from "../../core/host.ts";
import type { PictureForm } from "../../core/picture-form.ts";
import { nearest, printable } from "../../core/text.ts";
import type { Network } from "../../network/index.ts";
import { withoutStandardise } from "../fold-standardise.ts";
import { type Exported, prepareExport } from "./exported.ts";
import { toFunction } from "./function.ts";
import { toHtml } from "./html.ts";
import { toNetwork2 } from "./network2.ts";
import { toNpz } from "./npz.ts";
import { toOnnx } from "./onnx.ts";
import { standaloneModel } from "./standalone.ts";
import { toTfjs } from "./tfjs.ts";
import { toTorch } from "./torch.ts";

export type { Example } from "./exported.ts";

export interface ExportOptions {
  /** Heading of the page. */
  readonly title?: string;
  /** What pictures drawn on the page are brought into, as the run's training pictures were. */
  readonly form?: PictureForm | undefined;
  readonly host?: Host;
}

type Content = string | Uint8Array;
type Writer = (exported: Exported, options: ExportOptions) => Content | Promise<Content>;

/** Each format's file and writer; the two files of tfjs stand in a folder. */
const FORMATS = {
  onnx: ["model.onnx", toOnnx],
  safetensors: ["model.safetensors", toTorch],
  npz: ["model.npz", toNpz],
  tfjs: ["tfjs/model.json", (exported) => toTfjs(exported)["model.json"]],
  network2: ["network2.json", toNetwork2],
  html: ["model.html", (exported, options) => page(exported, options)],
  function: ["model.mjs", (exported) => toFunction(standaloneModel(exported))],
} satisfies Record<string, readonly [file: string, writer: Writer]>;

export type ExportFormat = keyof typeof FORMATS;
export const EXPORT_FORMATS = Object.keys(FORMATS) as readonly ExportFormat[];

/** The format of this name. @throws MyelinError EXPORT_FORMAT (usage) with the nearest one. */
export function exportFormat(name: string): ExportFormat {
  const found = EXPORT_FORMATS.find((format) => format === name);
  if (found !== undefined) return found;
  const near = nearest(name, EXPORT_FORMATS);
  const advice = near === undefined ? `expected ${EXPORT_FORMATS.join(", ")}` : `did you mean ${near}?`;
  throw usageError("EXPORT_FORMAT", `There is no export format "${printable(name, 60)}": ${advice}${near ? "" : "."}`);
}

/**
 * A network as files for other programs, each with an input and what the network answers to it.
 *
 * @param format onnx, safetensors (PyTorch's names), npz, tfjs, network2 (the book's program), html (a page to draw on) or
 *   function (an ES module without dependencies)
 * @returns the files by name; equal networks give equal bytes
 * @throws MyelinError EXPORT_FORMAT; EXPORT_UNFIT where the format does not know what the network has
 */
export async function exportNetwork(
  network: Network,
  format: ExportFormat,
  options: ExportOptions = {},
): Promise<Map<string, Uint8Array>> {
  const [name, write] = FORMATS[exportFormat(format)] as readonly [string, Writer];
  const exported = await prepareExport(withoutStandardise(network), options.host);
  const files = new Map<string, Content>([[name, await write(exported, options)]]);
  if (format === "tfjs") files.set("tfjs/weights.bin", toTfjs(exported)["weights.bin"]);
  const encoder = new TextEncoder();
  return new Map(
    Array.from(files, ([file, content]) => [file, typeof content === "string" ? encoder.encode(content) : content]),
  );
}

function page(
  exported: Exported,
  { title = "What is this?", form, host = defaultHost }: ExportOptions,
): Promise<string> {
  return toHtml(standaloneModel(exported), { title, form }, host);
}
