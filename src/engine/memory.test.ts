import { expect, it } from "vitest";
import { defaultHost } from "../core/default-host.ts";
import { Dataset } from "../dataset/index.ts";
import { Network } from "../network/index.ts";
import { checkMemory } from "./binary.ts";
import { Engine } from "./engine.ts";

it("refuses what does not fit into one memory, with the size, before it allocates", async () => {
  const rows = Dataset.fromArrays({
    name: "wide",
    pixels: new Float32Array(4000).fill(1),
    labels: new Uint8Array(1),
    shape: [1, 4000],
  });
  const network = Network.create([4000, 10]);
  const open = Engine.open(network, { training: rows }, { host: defaultHost, batchSize: 1_000_000 });
  await expect(open).rejects.toMatchObject({ code: "ENGINE_MEMORY", kind: "usage" });
  await expect(open).rejects.toThrow(/need 15,\d\d\d MiB, but one WebAssembly memory holds 4,095 MiB/);
});

it("the limit is the last byte of 65,535 pages", () => {
  const most = 65_535 * 65_536;
  expect(() => checkMemory(most)).not.toThrow();
  const sentence =
    "This network and its data need 4,096 MiB, but one WebAssembly memory holds 4,095 MiB: use fewer images or a smaller network.";
  expect(() => checkMemory(most + 1)).toThrow(expect.objectContaining({ code: "ENGINE_MEMORY", message: sentence }));
});
