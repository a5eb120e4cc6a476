// Writes docs/images/digits.png: 100 digits of the generator, ten of each, the first ones of seed 1.
// Run: node scripts/build.mjs --if-stale && node scripts/digits-sheet.mjs [file.png [seed]]
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateSync } from "node:zlib";
import { crc32 } from "../dist/src/core/crc32.js";
import { digitImage } from "../dist/src/digits/index.js";

const SIDE = 28;
const PER_DIGIT = 10;
const SCALE = 3; // screen pixels of one pixel

/** The first images of each digit: rows[digit][k]. */
function firstDigits(seed) {
  const rows = Array.from({ length: 10 }, () => []);
  for (let i = 0; rows.some((row) => row.length < PER_DIGIT); i++) {
    const { pixels, label } = digitImage(seed, i);
    if (rows[label].length < PER_DIGIT) rows[label].push(pixels);
  }
  return rows;
}

/** Grey PNG, dark ink on white: each line is a filter byte (0) and its pixels. */
function sheetPng(rows) {
  const width = PER_DIGIT * SIDE * SCALE;
  const height = rows.length * SIDE * SCALE;
  const raw = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [px, py] = [Math.floor(x / SCALE), Math.floor(y / SCALE)];
      const pixels = rows[Math.floor(py / SIDE)][Math.floor(px / SIDE)];
      raw[y * (width + 1) + 1 + x] = 255 - pixels[(py % SIDE) * SIDE + (px % SIDE)];
    }
  }
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]); // 8 bits, grey
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const image = deflateSync(raw, { level: 9 });
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", image), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type, data) {
  const bytes = Buffer.alloc(data.length + 12);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, "latin1");
  data.copy(bytes, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, data.length + 8)), data.length + 8);
  return bytes;
}

const file = process.argv[2] ?? fileURLToPath(new URL("../docs/images/digits.png", import.meta.url));
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, sheetPng(firstDigits(Number(process.argv[3] ?? 1))));
console.log(file);
