// Small files that demand much, and files whose words are traps: each is refused in one harmless sentence, before memory or time is spent.
// `bench/hostile.mjs` measures what the same files cost.
import { execFile, execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readNamed, readPieces } from "../node/files.ts";
import { nodeHost } from "../node/host.ts";
import { inputError } from "../src/core/errors.ts";
import type { Host } from "../src/core/host.ts";
import { oneSentence } from "../src/core/text.ts";
import { Dataset } from "../src/dataset/index.ts";
import { readDump } from "../src/formats/dump.ts";
import { gunzip } from "../src/formats/gzip.ts";
import { readHistory } from "../src/formats/history.ts";
import { parseJson } from "../src/formats/json.ts";
import { limits } from "../src/formats/limits.ts";
import { writeNpy } from "../src/formats/npy.ts";
import { readNpz } from "../src/formats/npz.ts";
import { parseNetworkSpec } from "../src/network/index.ts";
import { parseNumbers } from "../src/training/saved-numbers.ts";
import { expectError } from "./support/errors.ts";
import { joinBytes, text } from "./support/gzip-files.ts";
import { myelin, temporaryFolder } from "./support/myelin.ts";
import { zipFile } from "./support/zip-files.ts";

/** A host that unpacks nothing: what reaches it was not refused before. */
const noHost: Host = {
  ...nodeHost,
  inflateRaw: async () => {
    throw new Error("it was unpacked");
  },
};

/** An .npz member whose directory promises `size` bytes; its own header promises `shape`. */
function promising(size: number, shape: readonly number[], packedBytes = 3_200_000) {
  const header = writeNpy({ type: "u1", shape: [0], data: new Uint8Array(0) });
  const dictionary = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(", ")},), }`;
  header.set(text(dictionary.padEnd(header.length - 11)), 10);
  const packed = joinBytes(new Uint8Array(deflateRawSync(header)), new Uint8Array(packedBytes));
  const content = new Uint8Array(0);
  return { name: "a.npz", bytes: zipFile([{ name: "x_train.npy", content, packed, method: 8, size }]) };
}

describe("what a header promises is judged before anything is unpacked", () => {
  it("an .npz member of 3 GiB", async () => {
    const size = 3 * 2 ** 30;
    await expectError(
      () => readNpz(promising(size, [size - 128]), noHost),
      "ZIP_TOO_LARGE",
      /x_train\.npy" unpacks 3,200,\d+ bytes to 3,221,225,472 bytes, more than the 640,\d+,\d+ that are read \(limit unpackedTimes\): get it/,
    );
    await expectError(
      () => readNpz(promising(size, [size - 128], 30_000_000), noHost),
      "ZIP_TOO_LARGE",
      /more than the 1,073,741,823 that are read \(limit unpackedBytes\)/,
    );
  });

  it("an .npz member whose array promises 10 bytes, and 3 GiB stand behind them", async () => {
    await expectError(
      () => readNpz(promising(3 * 2 ** 30, [10]), noHost),
      "NPY_TRAILING",
      /promises 10 elements of type \|u1, which is 10 bytes, and 3,221,225,344 follow it/,
    );
  });

  it("64 MiB may expand as far as they can, and one byte more may not", async () => {
    const zeros = (size: number) => promising(size, [size - 128], 65_100);
    await expectError(
      () => readNpz(zeros(67_108_865), noHost),
      "ZIP_TOO_LARGE",
      /more than the 67,108,864 that are read/,
    );
    await expect(readNpz(zeros(67_108_864), noHost)).rejects.toThrow("it was unpacked");
  });

  it("2,725,441 images in a .gz beside 200 labels", async () => {
    const head = joinBytes(Uint8Array.of(0, 0, 8, 3), new Uint8Array(12));
    const sizes = new DataView(head.buffer);
    for (const [i, size] of [2_725_441, 28, 28].entries()) sizes.setUint32(4 + 4 * i, size);
    const images = { name: "images.gz", bytes: joinBytes(gzipSync(head), new Uint8Array(2_100_000)) };
    const labels = { name: "labels", bytes: joinBytes(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 200), new Uint8Array(200)) };
    await expectError(
      () => Dataset.fromIdx({ images, labels }, { host: noHost }),
      "DATA_COUNTS",
      "labels has 200 labels, but images.gz has 2,725,441 images: pair each with the file of its own set.",
    );
  });

  it("a .gz without promise, by the bytes that are read at most", async () => {
    const bomb = { name: "b.csv.gz", bytes: new Uint8Array(gzipSync(new Uint8Array(70_000_000))) };
    await expectError(
      () => gunzip(bomb, nodeHost),
      "GZ_TOO_LONG",
      /more than the 67,108,864 bytes that are read \(limit unpackedTimes\)/,
    );
  });
});

describe("time grows with the bytes", () => {
  it("gzip of 100,000 members of one byte, and of empty ones", async () => {
    const member = (content: string) => new Uint8Array(gzipSync(content));
    const many = (content: string, count: number) => {
      const one = member(content);
      const bytes = new Uint8Array(one.length * count);
      for (let i = 0; i < count; i++) bytes.set(one, i * one.length);
      return { name: "m.gz", bytes };
    };
    // The platform is asked for the first member only: it costs too much to call.
    let calls = 0;
    const inflateRaw: Host["inflateRaw"] = (bytes, limit) => {
      calls++;
      return nodeHost.inflateRaw(bytes, limit);
    };
    const counting: Host = { ...nodeHost, inflateRaw };
    expect(await gunzip(many("a", 100_000), counting)).toEqual(new Uint8Array(100_000).fill(97));
    expect(await gunzip(many("", 100_000), counting)).toEqual(new Uint8Array(0));
    // Nor is the caller asked again and again about the same bytes.
    let asked = 0;
    const limit = () => {
      asked++;
      return 0;
    };
    expect(await gunzip(many("", 1000), counting, { limit })).toEqual(new Uint8Array(0));
    expect(asked).toBe(0);
    expect(calls).toBeLessThan(10);
  });

  it("4,000 bad members that are named alike are read once each, from one directory", async () => {
    const content = text("no array");
    const members = Array.from({ length: 4000 }, (_, i) => ({
      name: `x${"_".repeat(i % 40)}${"-".repeat(Math.trunc(i / 40))}train.npy`,
      content,
    }));
    const found = await readDump({ name: "d.npz", bytes: zipFile(members) }, nodeHost);
    expect(found.problems.length + found.ignored.length).toBe(4000);
    expect(found.problems[0]?.error.code).toBe("NPY_MAGIC");
  });

  it("a key of 4 MB is not compared with the names there are, and shown cut", async () => {
    const key = "e".repeat(4_000_000);
    const error = await expectError(() => parseNetworkSpec({ [key]: 1 }), "SPEC_UNKNOWN", "", "usage");
    expect(error.message.length).toBeLessThan(1200);
    expect(error.message).toContain("it has input, layers, cost");
  });

  it("JSON of more than 1,000,000 values, at the edge", async () => {
    const values = (count: number) => ({ name: "c.json", text: `[${"0,".repeat(count - 2)}0]` });
    expect(parseJson(values(1_000_000))).toHaveLength(999_999);
    await expectError(
      () => parseJson(values(1_000_001)),
      "JSON_TOO_MANY",
      /more than 1,000,000 values \(limit jsonValues\)/,
    );
  });

  it("a history beyond its limits, at the edge", async () => {
    const history = (bytes: number) => {
      const content = new Uint8Array(bytes).fill(10);
      content.set(text("loss\n1\n2"));
      return { name: "h.csv", bytes: content };
    };
    expect(readHistory(history(limits.historyBytes)).rows).toHaveLength(2);
    await expectError(
      () => readHistory(history(limits.historyBytes + 1)),
      "HISTORY_LONG",
      "h.csv has more than 8,388,608 bytes (limit historyBytes): give the history of one training.",
    );
    const epochs = (count: number) => ({ name: "h.csv", bytes: text(`loss\n${"1\n".repeat(count)}`) });
    expect(readHistory(epochs(100_000)).rows).toHaveLength(100_000);
    await expectError(
      () => readHistory(epochs(100_001)),
      "HISTORY_LONG",
      /more than 100,000 epochs \(limit historyEpochs\)/,
    );
  });
});

describe("every message is one harmless sentence, whoever throws it", () => {
  it("controls, directions and line ends are written out, long words and long texts cut", () => {
    const { message } = inputError("X", "a\u001b[2J\u202eb\r\nc is wrong: correct it.");
    expect(message).toBe("a\\x1b[2J\\u202eb\\x0d\\x0ac is wrong: correct it.");
    const long = inputError("X", `It has ${"z".repeat(1_000_000)}: take another.`).message;
    expect(long.length).toBeLessThanOrEqual(2100);
    expect(long.startsWith("It has zzzz")).toBe(true);
    expect(long.endsWith(": take another.")).toBe(true);
    expect(oneSentence(`${"w ".repeat(1000)}`)).toHaveLength(2000);
  });

  it("a network's spec of a megabyte, with escapes", async () => {
    const layers = [{ units: 1, activation: `\u001b[31m${"s".repeat(1_000_000)}` }];
    const spec = { input: { shape: [1, 1], divideBy: 1 }, layers, cost: "quadratic", initialisation: "book", seed: 1 };
    const error = await expectError(() => parseNetworkSpec(spec), "SPEC_INVALID", /activation must be one of/, "usage");
    expect(error.message).not.toMatch(/\p{Cc}/u);
    expect(error.message.length).toBeLessThan(2100);
  });
});

describe("the numbers of a saved training state", () => {
  const good = {
    epochs: 3,
    costSum: 0,
    epochSeconds: 0,
    trainingSeconds: 1.5,
    scale: 1,
    best: null,
    halvings: 0,
    standstill: 1,
    over: false,
  };
  const best = { epoch: 1, correct: 5, total: 9, on: "test" };

  it("are taken as they are", () => {
    expect(parseNumbers(good)).toEqual(good);
    expect(parseNumbers({ ...good, best })).toEqual({ ...good, best });
  });

  it.each([
    [null, "numbers must be an object, but is null"],
    ["x", 'numbers must be an object, but is "x"'],
    [{ ...good, halvings: -1 }, "halvings must be a whole number from 0 to 1000000, but is -1"],
    [{ ...good, halvings: 1e300 }, "halvings must be a whole number from 0 to 1000000, but is 1e+300"],
    [{ ...good, over: 0 }, "over must be true or false, but is 0"],
    [{ ...good, trainingSeconds: -1 }, "trainingSeconds must be a number of at least 0, but is -1"],
    [{ ...good, scale: "1" }, 'scale must be a number, but is "1"'],
    [
      { ...good, best: { ...best, correct: "\u001b[2J" } },
      String.raw`best.correct must be a whole number from 0 to 4294967295, but is "\u001b[2J"`,
    ],
    [{ ...good, best: { ...best, on: "all" } }, 'best.on must be one of validation, test, but is "all"'],
    [{ ...good, best: [] }, "best must be an object, but is []"],
  ])("are refused: %j", async (json, words) => {
    const sentence = `The saved training state is damaged: ${words}: go on from another copy, or start a new run.`;
    const error = await expectError(() => parseNumbers(json as never), "STATE_INVALID");
    expect(error.message).toBe(sentence);
  });
});

describe.skipIf(process.platform === "win32")("pipes and devices", () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());
  const at = (name: string) => join(folder.path, name);
  beforeAll(() => {
    execFileSync("mkfifo", [at("nobody"), at("fed")]);
    writeFileSync(at("log.csv"), "loss\n1\n0.5\n");
  });

  it("a device is refused", async () => {
    for (const read of [() => readNamed("/dev/zero"), () => [...readPieces("/dev/zero").pieces]])
      await expectError(
        read,
        "FILE_DEVICE",
        "/dev/zero is a device or a terminal, not a file: give a file, or a pipe that ends.",
      );
  });

  it("a pipe that nobody writes to is refused after a while", async () => {
    await expectError(
      () => readNamed(at("nobody")),
      "PIPE_SILENT",
      /is a pipe that no program writes to for 2 s \(limit pipeWriter\)/,
    );
  });

  it("a pipe that delivers is read to its end", () => {
    const writer = execFile("sh", ["-c", `sleep 0.3; printf 'loss\\n3\\n' > "${at("fed")}"`]);
    expect(readHistory(readPieces(at("fed"))).rows).toEqual([{ loss: 3 }]);
    writer.kill();
  });

  it("a pipe that does not end is refused at the limit", async () => {
    const writer = execFile("sh", ["-c", `exec cat /dev/zero > "${at("fed")}"`]);
    await expectError(
      () => readNamed(at("fed"), "configBytes"),
      "PIPE_ENDLESS",
      /more than 1,048,576 bytes and does not end there \(limit configBytes\)/,
    );
    writer.kill();
  });

  it("on the command line: /dev/zero, a silent pipe, <(…) and empty paths", async () => {
    const outcome = async (...args: string[]) => {
      const { code, stderr } = await myelin(args, { stdio: ["ignore", "pipe", "pipe"] });
      return [code, stderr.trim()];
    };
    expect(await outcome("train", "--config", "/dev/zero")).toEqual([
      3,
      expect.stringMatching(/^myelin: \/dev\/zero is a device/),
    ]);
    expect(await outcome("doctor", "--history", at("nobody"))).toEqual([
      3,
      expect.stringContaining("limit pipeWriter"),
    ]);
    expect(await outcome("train", "--resume", "")).toEqual([
      2,
      "myelin: --resume is empty: give the path of a run folder.",
    ]);
    expect(await outcome("train", "--out", "")).toEqual([2, "myelin: --out is empty: give the path of a run folder."]);
  });
});
