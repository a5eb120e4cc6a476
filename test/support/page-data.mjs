// What browser-data.test.ts runs inside a page: bundled by Vite, never part of the package.
import { browserHost } from "../../browser/host.ts";
import { loadDataset } from "../../browser/load-dataset.ts";
import { MyelinError } from "../../src/core/errors.ts";
import { readIdxFile } from "../../src/dataset/decode.ts";
import { generateDigits } from "../../src/digits/index.ts";
import { decodePicture } from "../../src/formats/decode-picture.ts";
import { writeIdx } from "../../src/formats/idx.ts";

const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

async function answer(run) {
  try {
    return await run();
  } catch (error) {
    return error instanceof MyelinError ? `${error.code}: ${error.message}` : `NOT OURS: ${String(error)}`;
  }
}

/** For each file the array as IDX bytes, or the error. */
async function verdicts(files) {
  const all = [];
  for (const hex of files) {
    const file = { name: "f", bytes: bytesOf(hex) };
    all.push(await answer(async () => hexOf(writeIdx(await readIdxFile(file, browserHost)))));
  }
  return all;
}

/** Name, counts and hashes of what was loaded. */
function load(source) {
  return answer(async () => {
    const data = await loadDataset(source);
    const hashes = [await data.training.sha256(browserHost), await data.test?.sha256(browserHost)];
    return JSON.stringify([data.name, data.training.count, data.test?.count, ...hashes]);
  });
}

const digits = (count) => generateDigits({ count }).sha256(browserHost);

const file = (name, hex) => new File([bytesOf(hex)], name);

/** A file of a folder that was chosen. */
function inFolder(path, hex) {
  const chosen = file(path.split("/").at(-1), hex);
  Object.defineProperty(chosen, "webkitRelativePath", { value: path });
  return chosen;
}

/** The SHA-256 of the pixels of pictures. */
async function pixels(files) {
  const all = [];
  for (const hex of files) {
    const picture = () => decodePicture({ name: "f", bytes: bytesOf(hex) }, browserHost);
    all.push(await answer(async () => browserHost.sha256([(await picture()).data])));
  }
  return all;
}

Object.assign(globalThis, { tools: { verdicts, load, digits, file, inFolder, pixels } });
