// Reads MNIST as every kind of data there is, each in a process of its own: seconds, largest memory, and one digest.
//
//     node bench/data.mjs [folder]        MYELIN_DATA names the folder with the four MNIST files; `npm run build` first
//
// The files are made in a temporary folder (about 250 MB, mostly small files) unless an earlier run left them in [folder].
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateRawSync, deflateSync } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));
const built = (path) => import(join(root, "dist", path));
const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), "myelin-data-"));
const cache = join(folder, "cache");

if (process.argv[3] === "read") {
  await read(process.argv[4]);
} else {
  await make();
  report();
  if (process.argv[2] === undefined) rmSync(folder, { recursive: true });
}

/** One measurement: from before the import of the door to the data in memory. */
async function read(path) {
  const before = process.resourceUsage().maxRSS;
  const start = performance.now();
  const { loadDataset } = await built("node/index.js");
  const data = await loadDataset(path, { env: { ...process.env, XDG_CACHE_HOME: cache } });
  const seconds = (performance.now() - start) / 1000;
  const { splitsSha256 } = await built("src/dataset/index.js");
  const memory = (process.resourceUsage().maxRSS - before) / 1024;
  const bytes = data.training.pixels.length + (data.test?.pixels.length ?? 0);
  process.stdout.write(JSON.stringify({ seconds, memory, bytes, sha256: await splitsSha256(data) }));
}

async function make() {
  if (existsSync(join(folder, "done"))) return;
  const { loadDataset } = await built("node/index.js");
  const { dataFiles } = await built("src/dataset/write-data.js");
  const mnist = await loadDataset("mnist");
  const { training, test } = mnist;
  write("kaggle", dataFiles({ training: training.slice(0, 42_000) }, "csv"));
  write("csv", dataFiles(mnist, "csv"));
  write("idx", dataFiles(mnist, "idx"));
  write(
    "png",
    dataFiles(mnist, "png-folder", (raw) => deflateSync(raw)),
  );
  write("npz", [{ name: "mnist.npz", bytes: await npz(mnist) }]);
  await parquet({ train: training, test });
  writeFileSync(join(folder, "done"), "");
}

function write(name, files) {
  for (const file of files) {
    const path = join(folder, name, file.name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, file.bytes);
  }
}

/** As numpy.savez_compressed writes it: deflated members. */
async function npz({ training, test }) {
  const { writeNpy } = await built("src/formats/npy.js");
  const { writeZip } = await built("src/formats/zip-write.js");
  const u1 = (shape, data) => writeNpy({ type: "u1", shape, data });
  const members = new Map([
    ["x_train.npy", u1([training.count, 28, 28], training.pixels)],
    ["y_train.npy", u1([training.count], training.labels)],
    ["x_test.npy", u1([test.count, 28, 28], test.pixels)],
    ["y_test.npy", u1([test.count], test.labels)],
  ]);
  return writeZip(members, (bytes) => deflateRawSync(bytes));
}

/** As Hugging Face writes it: image {bytes, path}, label, snappy. */
async function parquet(sets) {
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  const { encodePng } = await built("src/formats/png-write.js");
  mkdirSync(join(folder, "parquet"));
  for (const [set, data] of Object.entries(sets)) {
    const pictures = Array.from({ length: data.count }, (_, row) => ({
      bytes: encodePng({ width: 28, height: 28, channels: 1, data: data.image(row) }, (raw) => deflateSync(raw)),
      path: `${row}.png`,
    }));
    const optional = { repetition_type: "OPTIONAL" };
    const schema = [
      { name: "schema", num_children: 2 },
      { name: "image", num_children: 2, ...optional },
      { name: "bytes", type: "BYTE_ARRAY", ...optional },
      { name: "path", type: "BYTE_ARRAY", converted_type: "UTF8", ...optional },
      { name: "label", type: "INT64", ...optional },
    ];
    const columnData = [
      { name: "image", data: pictures },
      { name: "label", data: BigInt64Array.from(data.labels, BigInt) },
    ];
    const bytes = new Uint8Array(parquetWriteBuffer({ schema, columnData }));
    writeFileSync(join(folder, "parquet", `${set}-00000-of-00001.parquet`), bytes);
  }
}

function report() {
  const rows = [
    ["IDX", "idx"],
    ["npz, deflated", "npz/mnist.npz"],
    ["CSV, 70,000 rows", "csv"],
    ["Kaggle CSV, 42,000 rows", "kaggle/train.csv"],
    ["Parquet with PNG", "parquet"],
    ["70,000 PNG files, first start", "png"],
    ["70,000 PNG files, second start", "png"],
  ];
  rmSync(cache, { recursive: true, force: true });
  console.log("| what | seconds | memory beyond the process's start | SHA-256 |\n|---|---|---|---|");
  for (const [name, path] of rows) {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [fileURLToPath(import.meta.url), folder, "read", join(folder, path)],
      { encoding: "utf8" },
    );
    if (status !== 0) {
      console.log(`| ${name} | failed: ${stderr.split("\n").find((line) => line.includes("Error"))} | | |`);
      continue;
    }
    const { seconds, memory, sha256 } = JSON.parse(stdout);
    console.log(`| ${name} | ${seconds.toFixed(2)} | ${memory.toFixed(0)} MB | ${sha256.slice(0, 8)} |`);
  }
}
