import { createHash } from "node:crypto";
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { MyelinError } from "../src/core/errors.ts";
import type { PictureBatch, PictureForm } from "../src/dataset/pictures.ts";
import { storeInCache } from "./cache.ts";
import { fileSize, readNamed } from "./files.ts";

/** Goes up whenever the same files could give other pixels. */
const VERSION = 1;
/** Sets of pictures that are kept; the ones that were not used for longest go. */
const MOST_KEPT = 8;
/** Fewer are decoded about as fast as they are looked up. */
const FEWEST = 1000;
/** A file that changed this lately may change again without its time showing it, on the coarsest file systems. */
const SETTLED_MS = 2000;
const HASH = 32;

/** What identifies the content of a list of files without reading them; undefined where that is not certain enough. */
export function fingerprint(files: readonly string[], form: PictureForm, now = Date.now()): string | undefined {
  if (files.length < FEWEST) return undefined;
  const hash = createHash("sha256");
  hash.update(JSON.stringify([VERSION, form.size ?? null, form.colour ?? null, files.length]));
  const facts = new BigInt64Array(5);
  const bytes = new Uint8Array(facts.buffer);
  const recent = BigInt(now - SETTLED_MS) * 1_000_000n;
  for (const file of files) {
    const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
    if (stat === undefined || stat.ctimeNs > recent || stat.mtimeNs > recent) return undefined;
    facts.set([stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs]);
    hash.update(bytes).update(file).update("\0");
  }
  return hash.digest("hex");
}

/** The pictures kept under a fingerprint; undefined where there are none, or where they are damaged. */
export function cachedPictures(folder: string, key: string): PictureBatch | undefined {
  const path = join(folder, key);
  if (fileSize(path) === undefined) return undefined;
  try {
    const { bytes } = readNamed(path);
    const body = bytes.subarray(HASH);
    if (!createHash("sha256").update(body).digest().equals(bytes.subarray(0, HASH))) return undefined;
    const count = new DataView(body.buffer, body.byteOffset).getUint32(0, true);
    const shapes = new Int32Array(body.slice(4, 4 + 12 * count).buffer);
    return { shapes, pixels: body.subarray(4 + 12 * count), problems: [] };
  } catch (error) {
    if (error instanceof MyelinError) return undefined;
    throw error;
  }
}

/** Keeps pictures; what cannot be kept is decoded again next time. */
export function keepPictures(folder: string, key: string, { shapes, pixels, problems }: PictureBatch): void {
  if (problems.length > 0) return;
  const head = new Uint8Array(4 + shapes.byteLength);
  new DataView(head.buffer).setUint32(0, shapes.length / 3, true);
  head.set(new Uint8Array(shapes.buffer, shapes.byteOffset, shapes.byteLength), 4);
  const bytes = new Uint8Array(HASH + head.length + pixels.length);
  bytes.set(createHash("sha256").update(head).update(pixels).digest());
  bytes.set(head, HASH);
  bytes.set(pixels, HASH + head.length);
  try {
    storeInCache(folder, [{ name: key, bytes }]);
    forgetOldest(folder);
  } catch (error) {
    if (!(error instanceof MyelinError)) throw error;
  }
}

function forgetOldest(folder: string): void {
  const files = readdirSync(folder)
    .filter((name) => /^[0-9a-f]{64}$/.test(name))
    .map((name) => ({ path: join(folder, name), time: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.time - a.time);
  for (const { path } of files.slice(MOST_KEPT)) rmSync(path, { force: true });
}
