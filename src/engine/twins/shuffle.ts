import { philox } from "../../core/random.ts";
import type { Kernels } from "../kernel-table.ts";
import type { MemoryViews } from "../memory-views.ts";

const TWO_TO_32 = 4_294_967_296;

/** 0 … count − 1 in the random order of (key, stream, purpose): Random.shuffle of src/core/random.ts over the same words. */
export function shuffle({ u32 }: MemoryViews): Kernels["u32_shuffle"] {
  return (order, count, key0, key1, stream, purpose) => {
    const at = order >>> 2;
    for (let i = 0; i < count; i++) u32[at + i] = i;
    const words = wordsOf(key0, key1, stream, purpose);
    for (let n = count; n > 1; n--) {
      const threshold = (TWO_TO_32 - n) % n;
      let product: bigint;
      do product = BigInt(words.next().value) * BigInt(n);
      while (Number(product & 0xffffffffn) < threshold);
      const drawn = at + Number(product >> 32n);
      const kept = u32[at + n - 1]!;
      u32[at + n - 1] = u32[drawn]!;
      u32[drawn] = kept;
    }
  };
}

/** The generator's words, block after block. */
function* wordsOf(key0: number, key1: number, stream: number, purpose: number): Generator<number, never> {
  const words = new Uint32Array(4);
  for (let block = 0; ; block++) {
    philox(Uint32Array.of(block, 0, stream, purpose), key0, key1, words);
    yield* words;
  }
}
