import { gzipSync } from "node:zlib";
import { crc32 } from "../src/core/crc32.ts";
import { type IdxArray, writeIdx } from "../src/formats/idx.ts";
import { fixedCodes, gzipFile, joinBytes, noise, stored, text } from "./support/gzip-files.ts";

/** Small good files of every kind, to be cut and damaged; `gz` files hold IDX arrays. */
export interface GoldenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const ramp = (length: number) => Array.from({ length }, (_, i) => (i % 3 === 0 ? i % 256 : 0));
const idx = (array: IdxArray) => new Uint8Array(writeIdx(array));

const images = idx({ type: "uint8", shape: [4, 5, 5], data: Uint8Array.from(ramp(100)) });
const labels = idx({ type: "uint8", shape: [4], data: Uint8Array.of(3, 1, 4, 1) });
const noisy = idx({ type: "uint8", shape: [2, 8, 8], data: noise(128) });

function withEveryField(content: Uint8Array): Uint8Array {
  const fields = joinBytes(Uint8Array.of(4, 0, 65, 66, 0, 0), text("train-images\0"), text("by hand\0"));
  const head = joinBytes(Uint8Array.of(0x1f, 0x8b, 8, 31, 1, 2, 3, 4, 0, 3), fields);
  const sum = crc32(head) & 0xffff;
  return gzipFile(content, { flags: 31, optional: joinBytes(fields, Uint8Array.of(sum & 255, sum >> 8)) });
}

export const GOLDEN_IDX: readonly GoldenFile[] = [
  { name: "images uint8", bytes: images },
  { name: "labels uint8", bytes: labels },
  { name: "int8", bytes: idx({ type: "int8", shape: [3, 2], data: Int8Array.of(-1, 2, -3, 4, -5, 6) }) },
  { name: "int16", bytes: idx({ type: "int16", shape: [2, 2], data: Int16Array.of(-300, 2, 3, 400) }) },
  { name: "int32", bytes: idx({ type: "int32", shape: [3], data: Int32Array.of(-70_000, 2, 3) }) },
  { name: "float32", bytes: idx({ type: "float32", shape: [2, 2], data: Float32Array.of(0.5, -1, 3, 1e9) }) },
  { name: "float64", bytes: idx({ type: "float64", shape: [1, 2], data: Float64Array.of(0.1, -1e300) }) },
  { name: "rank 8", bytes: idx({ type: "uint8", shape: [1, 2, 1, 2, 1, 2, 1, 2], data: noise(16) }) },
];

export const GOLDEN_GZIP: readonly GoldenFile[] = [
  { name: "stored", bytes: gzipFile(images, { stream: stored(images) }) },
  { name: "fixed codes", bytes: gzipFile(images, { stream: fixedCodes(images) }) },
  { name: "dynamic codes", bytes: new Uint8Array(gzipSync(images, { level: 9 })) },
  { name: "noise", bytes: new Uint8Array(gzipSync(noisy)) },
  { name: "labels", bytes: new Uint8Array(gzipSync(labels)) },
  { name: "every header field", bytes: withEveryField(labels) },
  { name: "two members", bytes: joinBytes(gzipFile(images.subarray(0, 60)), gzipFile(images.subarray(60))) },
  { name: "empty second member", bytes: joinBytes(gzipFile(labels), gzipFile(new Uint8Array(0))) },
  { name: "zeros behind", bytes: joinBytes(gzipFile(labels), new Uint8Array(12)) },
];
