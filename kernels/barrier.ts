// A barrier for `threads` threads over two u32 at `state`: how many have arrived, and the round.

/** Looks at the round before a thread sleeps, about 20 µs: longer than a step, shorter than a time slice. */
const SPINS: i32 = 20000;
/** Nanoseconds of sleep after which the other threads count as lost. */
const PATIENCE: i64 = 10000000000;

/**
 * Waits until all threads have called it. The last one opens the next round and wakes the sleepers.
 *
 * @returns 0, or 1 when the others did not come in time
 */
export function barrier_wait(state: usize, threads: i32): i32 {
  if (!ASC_FEATURE_THREADS) return 0;
  const round = atomic.load<i32>(state, 4);
  if (atomic.add<i32>(state, 1) == threads - 1) {
    atomic.store<i32>(state, 0);
    atomic.store<i32>(state, round + 1, 4);
    atomic.notify(state + 4, threads);
    return 0;
  }
  for (let i = 0; i < SPINS; i++) {
    if (atomic.load<i32>(state, 4) != round) return 0;
  }
  while (atomic.load<i32>(state, 4) == round) {
    if (atomic.wait<i32>(state + 4, round, PATIENCE) == 2) return 1;
  }
  return 0;
}
