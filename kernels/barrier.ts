// Where threads wait for each other. A thread that waits looks again and again for a while before it sleeps: a sleeper costs
// microseconds to wake, and the system may wake it on the core of the thread that it waits for.

/** Nanoseconds of sleep after which the other threads of a barrier count as lost. */
const PATIENCE: i64 = 10000000000;

// A barrier is three u32, each on a cache line of its own, so that threads that arrive do not disturb those that look.
const ARRIVED: usize = 0;
const ROUND: usize = 64;
const SLEEPERS: usize = 128;

/** Waits, without end, until the i32 at `address` is no longer `seen`. @param spins looks before sleep, about 1 ns each */
export function await_change(address: usize, seen: i32, spins: i32): void {
  if (!ASC_FEATURE_THREADS) return;
  for (let i = 0; i < spins; i++) {
    if (atomic.load<i32>(address) != seen) return;
  }
  while (atomic.load<i32>(address) == seen) atomic.wait<i32>(address, seen, -1);
}

/**
 * Waits until all `threads` threads have called it. The last one opens the next round and wakes the sleepers, if any: a
 * sleeper counts itself before it looks at the round for the last time, so none is missed.
 *
 * @param spins looks at the round before sleep, about 1 ns each
 * @returns 0, or 1 when the others did not come in time
 */
export function barrier_wait(barrier: usize, threads: i32, spins: i32): i32 {
  if (!ASC_FEATURE_THREADS) return 0;
  const round = atomic.load<i32>(barrier, ROUND);
  if (atomic.add<i32>(barrier, 1, ARRIVED) == threads - 1) {
    atomic.store<i32>(barrier, 0, ARRIVED);
    atomic.store<i32>(barrier, round + 1, ROUND);
    if (atomic.load<i32>(barrier, SLEEPERS) > 0) atomic.notify(barrier + ROUND, threads);
    return 0;
  }
  for (let i = 0; i < spins; i++) {
    if (atomic.load<i32>(barrier, ROUND) != round) return 0;
  }
  return sleepThrough(barrier, round);
}

function sleepThrough(barrier: usize, round: i32): i32 {
  let lost = 0;
  atomic.add<i32>(barrier, 1, SLEEPERS);
  while (!lost && atomic.load<i32>(barrier, ROUND) == round) {
    if (atomic.wait<i32>(barrier + ROUND, round, PATIENCE) == 2) lost = 1;
  }
  atomic.sub<i32>(barrier, 1, SLEEPERS);
  return lost;
}
