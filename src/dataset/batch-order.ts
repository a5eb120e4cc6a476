import { Random } from "../core/random.ts";

/**
 * The order in which an epoch visits the training rows: a Fisher–Yates shuffle of 0 … count − 1 that depends only on
 * (count, seed, epoch), so that an interrupted run resumes with the same order.
 *
 * @param epoch from 1.
 */
export function batchOrder(count: number, seed: number, epoch: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  new Random(seed, "shuffle", epoch).shuffle(order);
  return order;
}
