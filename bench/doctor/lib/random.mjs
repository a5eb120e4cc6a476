import { Random } from "../../../dist/src/core/random.js";

/** A generator of its own for each purpose of the benchmark: same seed and name, same numbers. */
export function randomOf(seed, name) {
  let stream = 0;
  for (const character of name) stream = (Math.imul(stream, 31) + character.charCodeAt(0)) >>> 0;
  return new Random(seed, "doctor", stream);
}

/** 0 … n − 1 in random order. */
export function permutation(n, random) {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  random.shuffle(order);
  return order;
}
