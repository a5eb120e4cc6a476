import { philoxBlocks } from "./philox";

/**
 * order = 0 … count − 1 in the random order of (key, stream, purpose): Fisher and Yates from the end, each place drawn as the
 * high word of word·n, low words that would favour a result drawn again (Lemire 2019). As Random.shuffle of src/core/random.ts.
 *
 * @param scratch 64 bytes
 */
export function u32_shuffle(order: usize, count: i32, key0: u32, key1: u32, stream: u32, purpose: u32, scratch: usize): void {
  for (let i = 0; i < count; i++) store<u32>(order + (<usize>i << 2), i);
  let block: u32 = 0;
  let next = scratch + 64;
  for (let n = <u32>count; n > 1; n--) {
    const threshold: u32 = (0 - n) % n;
    let product: u64;
    do {
      if (next == scratch + 64) {
        philoxBlocks(scratch, block, 0, stream, purpose, key0, key1);
        block += 4;
        next = scratch;
      }
      product = <u64>load<u32>(next) * n;
      next += 4;
    } while (<u32>product < threshold);
    const a = order + (<usize>(n - 1) << 2), b = order + (<usize>(product >> 32) << 2);
    const kept = load<u32>(a);
    store<u32>(a, load<u32>(b));
    store<u32>(b, kept);
  }
}
