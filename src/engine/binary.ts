import { usageError } from "../core/errors.ts";
import { integer } from "../core/text.ts";
import { BINARIES } from "./generated/binaries.ts";
import type { Kernels } from "./kernel-table.ts";
import { type KernelMemory, viewsOf } from "./memory-views.ts";
import { twins } from "./twins/index.ts";

/** Which build of the kernels: plain keeps the bits contract; relaxed may round a·b + c once, by the machine's choice. */
export type KernelBuild = "plain" | "relaxed";

const MEBI = 1_048_576;
const PAGE = 65_536;
/** Most bytes that one WebAssembly memory holds. */
const MOST_BYTES = 65_535 * PAGE;

/** A module with one function, (v128, v128, v128) → f32x4.relaxed_madd: valid only where relaxed SIMD is. */
const RELAXED_PROBE = Uint8Array.of(
  0,
  97,
  115,
  109,
  1,
  0,
  0,
  0,
  1,
  8,
  1,
  96,
  3,
  123,
  123,
  123,
  1,
  123,
  3,
  2,
  1,
  0,
  10,
  13,
  1,
  11,
  0,
  32,
  0,
  32,
  1,
  32,
  2,
  253,
  133,
  2,
  11,
);

/** True where this engine can run the relaxed build (Node ≥ 22; not Safari). */
export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(RELAXED_PROBE);
}

/** True where this engine can run the plain build. */
export function hasSimd(): boolean {
  return typeof WebAssembly !== "undefined" && WebAssembly.validate(bytesOf("plain", false));
}

/** @throws MyelinError ENGINE_MEMORY for more bytes than one memory holds */
export function checkMemory(bytes: number): void {
  if (bytes <= MOST_BYTES) return;
  throw usageError(
    "ENGINE_MEMORY",
    `This network and its data need ${integer(Math.ceil(bytes / MEBI))} MiB, but one WebAssembly memory holds ${integer(Math.floor(MOST_BYTES / MEBI))} MiB: use fewer images or a smaller network.`,
  );
}

/** A memory of at least `bytes`, zeroed. Shared ones can be handed to other threads. */
export function makeMemory(bytes: number, shared: boolean): KernelMemory {
  const pages = Math.ceil(bytes / PAGE);
  return new WebAssembly.Memory(shared ? { initial: pages, maximum: pages, shared } : { initial: pages });
}

const compiled = new Map<string, Promise<WebAssembly.Module>>();

/** The kernel table: the twins first, then every WebAssembly kernel laid over its twin. */
export async function loadKernels(build: KernelBuild, memory: KernelMemory): Promise<Kernels> {
  const shared = !(memory.buffer instanceof ArrayBuffer);
  const name = build + shared;
  if (!compiled.has(name)) compiled.set(name, WebAssembly.compile(bytesOf(build, shared)));
  const instance = await WebAssembly.instantiate(await compiled.get(name)!, { env: { memory } });
  return { ...twins(viewsOf(memory.buffer)), ...(instance.exports as unknown as Kernels) };
}

function bytesOf(build: KernelBuild, shared: boolean): Uint8Array {
  const base64 = shared ? BINARIES[`${build}Shared`] : BINARIES[build];
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
