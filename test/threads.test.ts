import { expect, it } from "vitest";
import { nodeHost, openThreads } from "../dist/node/index.js";
import { generateDigits, Network, train } from "../dist/src/index.js";

it("a run whose threads are gone ends with one sentence, and does not hang", async () => {
  const pool = await openThreads(2);
  const data = { training: generateDigits({ count: 400 }), test: generateDigits({ from: 60_000, count: 100 }) };
  const settings = { epochs: 1000, batchSize: 10, learningRate: 3 };
  const run = train(Network.create([784, 32, 10]), data, settings, { threads: pool, host: nodeHost });
  let epochs = 0;
  const follow = async () => {
    for await (const event of run) {
      if (event.type !== "epoch") continue;
      epochs++;
      await pool.close();
    }
  };
  await expect(follow()).rejects.toMatchObject({ code: "THREAD_LOST", kind: "io" });
  expect(epochs).toBeGreaterThan(0);
  expect(epochs).toBeLessThan(1000);
});
