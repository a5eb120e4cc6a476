import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { noise } from "../test/support/gzip-files.ts";
import { nodeHost } from "./host.ts";

describe("nodeHost.inflateRaw", () => {
  const content = new Uint8Array(Buffer.concat([noise(3000), new Uint8Array(500_000)]));

  it("gives output and bytes used, and leaves what stands behind", async () => {
    const stream = deflateRawSync(content);
    for (const limit of [content.length, content.length + 1, 1e9, Number.POSITIVE_INFINITY]) {
      const found = await nodeHost.inflateRaw(Buffer.concat([stream, noise(20)]), limit);
      expect(found.problem).toBeUndefined();
      expect(found.consumed).toBe(stream.length);
      expect(Buffer.compare(found.output, content)).toBe(0);
    }
  });

  it("of a large stream gives the same, from another thread while this one goes on", async () => {
    const large = noise(300_000);
    const stream = deflateRawSync(large);
    let done = false;
    const inflating = nodeHost.inflateRaw(Buffer.concat([stream, noise(20)]), large.length).finally(() => {
      done = true;
    });
    // Whatever this thread has to do first is done first.
    for (let i = 0; i < 100; i++) await undefined;
    expect(done).toBe(false);
    const found = await inflating;
    expect([found.problem, found.consumed]).toEqual([undefined, stream.length]);
    expect(Buffer.compare(found.output, large)).toBe(0);
    const broken = Uint8Array.from(stream);
    broken[150_000]! ^= 1;
    expect((await nodeHost.inflateRaw(broken.subarray(0, 200_000), large.length)).problem).toBeDefined();
  });

  it("stops at the limit, whether output comes in one piece or in many", async () => {
    for (const level of [0, 9]) {
      const stream = deflateRawSync(content, { level });
      for (const limit of [0, 1, 100, content.length - 1]) {
        const found = await nodeHost.inflateRaw(stream, limit);
        expect(found.problem).toBe("over-limit");
        expect(found.output).toHaveLength(limit);
      }
    }
    expect((await nodeHost.inflateRaw(deflateRawSync(new Uint8Array(0)), 0)).problem).toBeUndefined();
  });

  it("says how much came out of a broken stream", async () => {
    const stream = deflateRawSync(content, { level: 0 });
    const found = await nodeHost.inflateRaw(stream.subarray(0, 1005), 1e9);
    expect(found).toMatchObject({ problem: "truncated", consumed: 1005 });
    expect(found.output).toEqual(content.subarray(0, 1000));
  });
});

it("nodeHost.sha256 is that of the joined parts", async () => {
  const parts = [noise(10), new Uint8Array(0), noise(5)];
  const expected = createHash("sha256").update(Buffer.concat(parts)).digest("hex");
  expect(await nodeHost.sha256(parts)).toBe(expected);
});

it("nodeHost.crc32 has the published check value", () => {
  expect(nodeHost.crc32?.(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
});
