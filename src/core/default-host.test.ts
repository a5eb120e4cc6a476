import { createHash } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { defaultHost } from "./default-host.ts";

const node = (...parts: Uint8Array[]): string =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest("hex");

describe("sha256", () => {
  afterEach(() => void vi.unstubAllGlobals());

  it.each(["crypto.subtle", "without crypto"])("agrees with node:crypto (%s)", async (how) => {
    if (how === "without crypto") vi.stubGlobal("crypto", undefined);
    // FIPS 180-4's own example first.
    expect(await defaultHost.sha256([new TextEncoder().encode("abc")])).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
    for (const length of [0, 1, 55, 56, 63, 64, 65, 127, 128, 1000]) {
      const bytes = Uint8Array.from({ length }, (_, i) => i * 7);
      expect(await defaultHost.sha256([bytes.subarray(0, 60), bytes.subarray(60)])).toBe(node(bytes));
      expect(await defaultHost.sha256([bytes])).toBe(node(bytes));
    }
    expect(await defaultHost.sha256([])).toBe(node());
  });
});

it("pause gives timers a turn, and now never goes back", async () => {
  const before = defaultHost.now();
  await defaultHost.pause();
  expect(defaultHost.now()).toBeGreaterThanOrEqual(before);
});
