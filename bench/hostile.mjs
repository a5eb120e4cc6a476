// What small files that demand much cost: peak memory and seconds of every row, as the command line reads them.
// The files are made here. `node bench/hostile.mjs [part of a name]`, after `npm run build`.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));
const main = join(root, "dist/cli/main.js");
const folder = mkdtempSync(join(tmpdir(), "myelin-hostile-"));
const MB = 1e6;

/** Zeros of any length, deflated: the same megabyte again and again. */
function deflatedZeros(head, size) {
  const parts = [];
  const piece = deflateRawSync(Buffer.alloc(1 << 24), { finishFlush: 2 });
  parts.push(deflateRawSync(head, { finishFlush: 2 }));
  const whole = Math.floor((size - head.length) / (1 << 24));
  for (let i = 0; i < whole; i++) parts.push(piece);
  parts.push(deflateRawSync(Buffer.alloc(size - head.length - whole * (1 << 24))));
  return Buffer.concat(parts);
}

function npyHeader(shape) {
  const text = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(", ")},), }`;
  const header = Buffer.alloc(128, " ");
  header.write("\x93NUMPY\x01\x00", "latin1");
  header.writeUInt16LE(118, 8);
  header.write(text, 10);
  header[127] = 10;
  return header;
}

function zip(members) {
  const bodies = [];
  const directory = [];
  let at = 0;
  for (const { name, packed, size, crc = 0 } of members) {
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc, 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(size, 18);
    fields.writeUInt16LE(name.length, 22);
    bodies.push(Buffer.from("PK\x03\x04"), fields, Buffer.from(name), packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\0"), fields, tail, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, central, end]);
}

const zeros = (size, shape = [size - 128]) =>
  zip([{ name: "x_train.npy", packed: deflatedZeros(npyHeader(shape), size), size }]);
const idx = (...sizes) => {
  const head = Buffer.alloc(4 + 4 * sizes.length);
  head.set([0, 0, 8, sizes.length]);
  for (const [i, size] of sizes.entries()) head.writeUInt32BE(size, 4 + 4 * i);
  return head;
};
const repeat = (row, bytes) => Buffer.alloc(bytes, row);
const many = (content, count) => {
  const one = gzipSync(content);
  return Buffer.alloc(one.length * count, one);
};
const safetensors = (bytes) => {
  const header = Buffer.from(`{"__metadata__":{},"a":[${"[],".repeat(bytes / 3)}[]]}`);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header]);
};
/** IDX images in .gz whose pixels are all 0. */
const gzippedImages = (count) => {
  const head = idx(count, 28, 28);
  const size = head.length + count * 784;
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(size % 2 ** 32, 4);
  return Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), deflatedZeros(head, size), trailer]);
};

const file = (name, bytes) => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};
const pair = (images, labels) => {
  mkdirSync(join(folder, "pair"), { recursive: true });
  file("pair/train-labels-idx1-ubyte", labels);
  file("pair/train-images-idx3-ubyte.gz", images);
  return join(folder, "pair");
};
const history = (bytes) => Buffer.concat([Buffer.from("epoch,loss\n"), repeat("1,0.5\n", bytes)]);

/** Name, the arguments of myelin, and the file whose size is told. */
const ROWS = [
  ["npz: 3 GiB of zeros", () => ["doctor", file("a.npz", zeros(3 * 2 ** 30))]],
  ["npz: 1 GiB of zeros", () => ["doctor", file("a.npz", zeros(2 ** 30))]],
  ["npz: 0.25 GiB of zeros", () => ["doctor", file("a.npz", zeros(2 ** 28))]],
  ["npz: a header of 10 bytes, 3 GiB behind it", () => ["doctor", file("a.npz", zeros(3 * 2 ** 30, [10]))]],
  [
    "gzip: 2,725,441 images beside 200 labels",
    () => ["data", pair(gzippedImages(2_725_441), Buffer.concat([idx(200), Buffer.alloc(200)]))],
  ],
  ["gzip: 300,000 members of one byte", () => ["doctor", "--test-images", file("a.gz", many("\0", 300_000))]],
  ["gzip: 200,000 empty members", () => ["doctor", "--test-images", file("a.gz", many("", 200_000))]],
  [
    "npz: 4,000 bad members named alike",
    () => [
      "doctor",
      file(
        "a.npz",
        zip(
          Array.from({ length: 4000 }, (_, i) => {
            const content = Buffer.from("no array");
            const name = `x${"_".repeat(1 + (i % 40))}${"-".repeat(Math.trunc(i / 40))}train.npy`;
            return { name, packed: deflateRawSync(content), size: 8, crc: crc32(content) };
          }),
        ),
      ),
    ],
  ],
  ["config: one unknown key of 0.9 MB", () => ["train", "--config", file("a.json", `{"${"k".repeat(900_000)}":1}`)]],
  ["config: one unknown key of 4 MB", () => ["train", "--config", file("a.json", `{"${"k".repeat(4 * MB)}":1}`)]],
  ["config: 30 MB of {},{}", () => ["train", "--config", file("a.json", `[${"{},".repeat(10 * MB)}{}]`)]],
  ["safetensors: 57 MB of header", () => ["evaluate", file("a.safetensors", safetensors(57 * MB))]],
  ["safetensors: 16 MB of header", () => ["evaluate", file("a.safetensors", safetensors(16 * MB))]],
  ["CSV: predictions of 60 MB", () => ["doctor", "--predictions", file("a.csv", repeat("7\n", 60 * MB))]],
  ["CSV: scores of 60 MB", () => ["doctor", "--predictions", file("a.csv", repeat("0.125,0.25,0.625\n", 60 * MB))]],
  ["CSV: labels of 60 MB", () => ["doctor", "--test-labels", file("a.csv", repeat("7\n", 60 * MB))]],
  ["CSV: history of 20 MB", () => ["doctor", "--history", file("a.csv", history(20 * MB))]],
  ["CSV: history of 8 MB", () => ["doctor", "--history", file("a.csv", history(8 * MB))]],
  ["/dev/zero as config", () => ["train", "--config", "/dev/zero"]],
  [
    "a pipe that nobody writes to",
    () => {
      rmSync(join(folder, "pipe"), { force: true });
      execFileSync("mkfifo", [join(folder, "pipe")]);
      return ["doctor", "--history", join(folder, "pipe")];
    },
  ],
];

console.log("| input | bytes | peak memory | seconds | exit | first words |\n|---|---|---|---|---|---|");
for (const [name, make] of ROWS.filter(([name]) => name.includes(process.argv[2] ?? ""))) {
  const words = make();
  const given = words.at(-1);
  const size = given.startsWith(folder) && statSync(given).isFile() ? statSync(given).size : undefined;
  // GNU time would do the same; the child tells of itself, so that nothing need be installed.
  const tell = `process.on("exit",()=>require("fs").writeSync(3,String(process.resourceUsage().maxRSS)))`;
  const start = performance.now();
  const { status, stdout, stderr, output } = spawnSync(
    process.execPath,
    ["--require", file("tell.cjs", tell), main, ...words],
    {
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      encoding: "utf8",
      env: { ...process.env, MYELIN_DATA: folder },
    },
  );
  const seconds = ((performance.now() - start) / 1000).toFixed(2);
  const memory = `${Math.round(Number(output[3]) / 1024)} MiB`;
  const said = (stderr.trim() || stdout.trim())
    .replaceAll(folder, "")
    .replaceAll("|", "\\|")
    .replaceAll("\n", " ")
    .slice(0, 110);
  console.log(`| ${name} | ${size?.toLocaleString("en") ?? "–"} | ${memory} | ${seconds} | ${status} | ${said} |`);
}
rmSync(folder, { recursive: true, force: true });
