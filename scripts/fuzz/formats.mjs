// The formats that are fuzzed: how each is read, what its parts are, and good files to begin with.
import { readFileSync } from "node:fs";
import { deflateRawSync, deflateSync, gzipSync, inflateSync } from "node:zlib";
import { crc32 } from "../../dist/src/core/crc32.js";
import { readIdxFile } from "../../dist/src/dataset/decode.js";
import { readFile } from "../../dist/src/dataset/read-data.js";
import { decodePicture } from "../../dist/src/formats/decode-picture.js";
import { writeIdx } from "../../dist/src/formats/idx.js";
import { readNpy, writeNpy } from "../../dist/src/formats/npy.js";
import { readParquet } from "../../dist/src/formats/parquet.js";
import { readProgramLog } from "../../dist/src/formats/program-log.js";
import { writeZip } from "../../dist/src/formats/zip-write.js";

const text = (words) => new TextEncoder().encode(words);
const word = (value) => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
const join = (...parts) => {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

/** Chunks of a PNG; pixels are unpacked, so that they are changed and packed again. Sums are made right. */
const png = {
  parse(bytes) {
    const parts = [];
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
      const type = bytes.slice(at + 4, at + 8);
      const data = bytes.slice(at + 8, at + 8 + view.getUint32(at));
      const packed = String.fromCharCode(...type) === "IDAT";
      parts.push({
        type,
        packed: packed && canInflate(data),
        data: packed && canInflate(data) ? new Uint8Array(inflateSync(data)) : data,
      });
    }
    return parts;
  },
  join(parts) {
    const chunks = parts.map(({ type, packed, data }) => {
      const body = join(type, packed ? deflateSync(data) : data);
      return join(word(body.length - 4), body, word(crc32(body)));
    });
    return join(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), ...chunks);
  },
};

function canInflate(data) {
  try {
    inflateSync(data);
    return true;
  } catch {
    return false;
  }
}

/** Segments of a JPEG with their lengths made right; what is between two markers belongs to the first. */
const jpeg = {
  parse(bytes) {
    const parts = [];
    let start = 2;
    for (let at = 3; at <= bytes.length; at++) {
      const marker =
        at < bytes.length - 1 &&
        bytes[at] === 0xff &&
        bytes[at + 1] > 0 &&
        !(bytes[at + 1] >= 0xd0 && bytes[at + 1] <= 0xd7);
      if (!marker && at < bytes.length) continue;
      parts.push({ type: bytes.slice(start, start + 2), data: bytes.slice(start + 2, at) });
      start = at;
    }
    return parts;
  },
  join(parts) {
    const segments = parts.map(({ type, data }) => {
      const body = join(type, data);
      const isScan = type[1] === 0xda || type[1] === 0xd9;
      if (!isScan && data.length >= 2) new DataView(body.buffer).setUint16(2, data.length);
      return body;
    });
    return join(Uint8Array.of(0xff, 0xd8), ...segments);
  },
};

/** Lines of a text. */
const lines = {
  parse: (bytes) =>
    new TextDecoder("latin1")
      .decode(bytes)
      .split("\n")
      .map((line) => ({ data: Uint8Array.from(line, (c) => c.charCodeAt(0)) })),
  join: (parts) => join(...parts.flatMap(({ data }) => [data, Uint8Array.of(10)])),
};

/** Arrays of an .npz, packed again with right sums. */
const zip = {
  parse: (bytes) => {
    const size = 4 + Math.floor(bytes.length / 3);
    return ["x_train.npy", "y_train.npy", "x_test.npy"].map((name, i) => ({
      name,
      data: bytes.slice(i * size, (i + 1) * size),
    }));
  },
  join: (parts) =>
    writeZip(
      new Map(
        parts.map(({ name, data }, i) => [
          parts.findIndex((part) => part.name === name) < i ? `${i}${name}` : name,
          data,
        ]),
      ),
      (bytes) => deflateRawSync(bytes),
    ),
};

const u1 = (shape, values) => writeNpy({ type: "u1", shape, data: Uint8Array.from(values) });
const npys = () => [
  u1([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
  writeNpy({ type: "f4", shape: [3], data: Float32Array.of(1, 2.5, -3) }),
  writeNpy({ type: "i8", shape: [2, 1], data: Float64Array.of(1, 2 ** 40) }),
];

export const FORMATS = {
  png: { read: decodePicture, structure: png, hosts: true },
  jpeg: { read: decodePicture, structure: jpeg, hosts: false },
  csv: { read: (file, host) => readFile({ ...file, name: "f.csv" }, { host }), structure: lines, hosts: false },
  log: { read: async (file) => readProgramLog(file), structure: lines, hosts: false },
  npz: { read: (file, host) => readFile({ ...file, name: "f.npz" }, { host }), structure: zip, hosts: true },
  npy: { read: async (file) => readNpy(file), structure: undefined, hosts: false },
  parquet: { read: readParquet, structure: undefined, hosts: false },
  idx: { read: readIdxFile, structure: undefined, hosts: true },
  gzip: { read: readIdxFile, structure: undefined, hosts: true },
};

/** Small good files. */
export async function seedsOf(format) {
  const golden = (name) =>
    JSON.parse(readFileSync(new URL(`../../test/goldens/${name}.json`, import.meta.url), "utf8"));
  const bytesOf = (base64) => new Uint8Array(Buffer.from(base64, "base64"));
  const pictures = golden("pictures").files;
  const idx = writeIdx({ type: "uint8", shape: [2, 3, 3], data: Uint8Array.from({ length: 18 }, (_, i) => i) });
  const seeds = {
    png: () => pictures.filter(({ name }) => name.endsWith(".png")).map(({ base64 }) => bytesOf(base64)),
    jpeg: () => pictures.filter(({ name }) => name.endsWith(".jpg")).map(({ base64 }) => bytesOf(base64)),
    csv: () => [
      text("label,a,b\n1,2,3\n0,4,5\n"),
      text('kind;x;y\n"a;b";1,5;2\nc;3;4\n'),
      text("5.1,3.5,setosa\n4.9,3,virginica\n"),
      text("id\tlabel\tp0\n1\t0\t255\n2\t1\t7\n3\t1\t0\n"),
    ],
    log: () => [
      text("Epoch 0: 1010 / 10000\nEpoch 1: 9010 / 10000\n"),
      text("Epoch 1/2\n10/10 - 1s - loss: 0.5 - val_accuracy: 0.9\n"),
      text('{"epoch":1,"loss":0.5}\n'),
      text("Iteration 1, loss = 0.5\n"),
    ],
    npy: npys,
    npz: () => [
      writeZip(
        new Map([
          ["x_train.npy", u1([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8])],
          ["y_train.npy", u1([2], [0, 1])],
        ]),
      ),
    ],
    parquet: () =>
      Object.entries(golden("parquet"))
        .filter(([key]) => key !== "source")
        .map(([, base64]) => bytesOf(base64)),
    idx: () => [idx, writeIdx({ type: "float32", shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) })],
    gzip: () => [
      new Uint8Array(gzipSync(idx)),
      join(new Uint8Array(gzipSync(idx.subarray(0, 9))), new Uint8Array(gzipSync(idx.subarray(9)))),
    ],
  };
  return seeds[format]();
}
