import { expect, it } from "vitest";
import { defaultHost } from "../core/default-host.ts";
import { Dataset } from "../dataset/index.ts";
import { Network } from "../network/index.ts";
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
  await expect(open).rejects.toThrow(/need \d+ MiB, but one WebAssembly memory holds 4095 MiB/);
});
