import { describe, expect, it } from "vitest";
import numpyFiles from "../../test/goldens/numpy-files.json" with { type: "json" };
import { expectError } from "../../test/support/errors.ts";
import { text } from "../../test/support/gzip-files.ts";
import { zipFile } from "../../test/support/zip-files.ts";
import { defaultHost } from "../core/default-host.ts";
import { type NpyArray, readNpy, writeNpy } from "./npy.ts";
import { npzKeys, readNpz, writeNpz } from "./npz.ts";

const numpy = (name: keyof typeof numpyFiles) => ({
  name: "a.npz",
  bytes: new Uint8Array(Buffer.from(numpyFiles[name], "base64")),
});
const ramp: NpyArray = { type: "u1", shape: [2, 2], data: Uint8Array.of(0, 1, 2, 3) };

describe("readNpz", () => {
  it("reads what np.savez and np.savez_compressed wrote", async () => {
    const stored = await readNpz(numpy("npz"), defaultHost);
    expect([...stored.keys()]).toEqual(["x", "y"]);
    expect(stored.get("x")).toEqual(ramp);
    expect(stored.get("y")).toEqual({ type: "i8", shape: [2], data: Float64Array.of(1, 2) });
    const packed = await readNpz(numpy("npzc"), defaultHost);
    expect(packed.get("x")).toEqual({ type: "u1", shape: [4, 50], data: new Uint8Array(200) });
    expect(packed.get("y")).toEqual({ type: "i4", shape: [2], data: Int32Array.of(1, 2) });
    const streamed = await readNpz(numpy("npz_stream"), defaultHost);
    expect(streamed.get("x")?.data).toEqual(Uint8Array.of(0, 1, 2, 3));
  });

  it("reads only the arrays that are asked for: another may even be pickled", async () => {
    const object = new Uint8Array(Buffer.from(numpyFiles.object, "base64"));
    const bytes = zipFile([
      { name: "x.npy", content: writeNpy(ramp) },
      { name: "notes.txt", content: text("hello") },
      { name: "names.npy", content: object },
    ]);
    const file = { name: "a.npz", bytes };
    expect(npzKeys(file)).toEqual(["x", "names"]);
    expect([...(await readNpz(file, defaultHost, ["x"])).keys()]).toEqual(["x"]);
    await expectError(() => readNpz(file, defaultHost), "NPY_PICKLE", /^a\.npz!names\.npy holds/);
  });

  it("lists the arrays there are when one is missing (Z21)", async () => {
    const error = await expectError(
      () => readNpz(numpy("npz"), defaultHost, ["x_train", "x"]),
      "NPZ_KEYS",
      /x_train: it holds x and y/,
    );
    expect(error.facts).toMatchObject({ expected: ["x_train"], found: ["x", "y"] });
    await expectError(
      () => readNpz({ name: "e", bytes: zipFile([]) }, defaultHost, ["x"]),
      "NPZ_KEYS",
      /no array at all/,
    );
  });

  it("writes what it reads", async () => {
    const contents = new Map<string, NpyArray>([
      ["x_train", ramp],
      ["y", { type: "i8", shape: [1], data: Float64Array.of(7) }],
    ]);
    expect(await readNpz({ name: "a", bytes: writeNpz(contents) }, defaultHost)).toEqual(contents);
    expect(writeNpz(contents)).toEqual(writeNpz(contents));
    expect(readNpy({ name: "x", bytes: writeNpy(ramp) })).toEqual(ramp);
  });
});
