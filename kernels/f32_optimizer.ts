import { splat, sumLanes } from "./f32_math";

// One step of an optimizer over `count` consecutive parameters, a multiple of 4: w the parameters, g their gradient, further
// arrays the optimizer's memory. η is `rate`. Written with mul and add, never fused, also in the relaxed builds: divisions
// and square roots bound them, not additions.

/** g ← clip·g + l2·w + l1·sign(w)   (l2 = λ/n, l1 = λ₁/n; sign(0) = 0) */
export function f32_penalty(w: usize, g: usize, count: i32, clip: f32, l2: f32, l1: f32): void {
  const c = splat(clip), d = splat(l2), one = splat(l1), zero = splat(0);
  for (let i: usize = 0; i < <usize>count << 2; i += 16) {
    const x = v128.load(w + i);
    const up = v128.and(f32x4.gt(x, zero), one), down = v128.and(f32x4.lt(x, zero), one);
    const decayed = f32x4.add(f32x4.mul(c, v128.load(g + i)), f32x4.mul(d, x));
    v128.store(g + i, f32x4.sub(f32x4.add(decayed, up), down));
  }
}

/** w ← w − η·g */
export function f32_step_sgd(w: usize, g: usize, count: i32, rate: f32): void {
  const r = splat(rate);
  for (let i: usize = 0; i < <usize>count << 2; i += 16) {
    v128.store(w + i, f32x4.sub(v128.load(w + i), f32x4.mul(r, v128.load(g + i))));
  }
}

/** v ← μ·v + g, w ← w − η·v. Polyak 1964; as in PyTorch. */
export function f32_step_momentum(w: usize, g: usize, v: usize, count: i32, rate: f32, momentum: f32): void {
  const r = splat(rate), mu = splat(momentum);
  for (let i: usize = 0; i < <usize>count << 2; i += 16) {
    const velocity = f32x4.add(f32x4.mul(mu, v128.load(v + i)), v128.load(g + i));
    v128.store(v + i, velocity);
    v128.store(w + i, f32x4.sub(v128.load(w + i), f32x4.mul(r, velocity)));
  }
}

/** v ← μ·v + g, w ← w − η·(g + μ·v). Nesterov 1983 in the form of Sutskever et al. 2013; as in PyTorch. */
export function f32_step_nesterov(w: usize, g: usize, v: usize, count: i32, rate: f32, momentum: f32): void {
  const r = splat(rate), mu = splat(momentum);
  for (let i: usize = 0; i < <usize>count << 2; i += 16) {
    const gradient = v128.load(g + i);
    const velocity = f32x4.add(f32x4.mul(mu, v128.load(v + i)), gradient);
    v128.store(v + i, velocity);
    const ahead = f32x4.add(gradient, f32x4.mul(mu, velocity));
    v128.store(w + i, f32x4.sub(v128.load(w + i), f32x4.mul(r, ahead)));
  }
}

/** s ← ρ·s + (1−ρ)·g², w ← w − η·g / (√s + ε). Hinton 2012; as in PyTorch. */
export function f32_step_rmsprop(w: usize, g: usize, s: usize, count: i32, rate: f32, rho: f32, epsilon: f32): void {
  const r = splat(rate), keep = splat(rho), take = splat(1 - rho), e = splat(epsilon);
  for (let i: usize = 0; i < <usize>count << 2; i += 16) {
    const gradient = v128.load(g + i);
    const square = f32x4.add(f32x4.mul(keep, v128.load(s + i)), f32x4.mul(take, f32x4.mul(gradient, gradient)));
    v128.store(s + i, square);
    const step = f32x4.div(f32x4.mul(r, gradient), f32x4.add(f32x4.sqrt(square), e));
    v128.store(w + i, f32x4.sub(v128.load(w + i), step));
  }
}

/**
 * m ← β₁·m + (1−β₁)·g, v ← β₂·v + (1−β₂)·g², w ← keep·w − rate·m / (√v·correction + ε)
 *
 * rate = η / (1−β₁ᵗ) and correction = 1 / √(1−β₂ᵗ) undo the bias towards 0; keep = 1 for Adam (Kingma, Ba 2015) and
 * 1 − η·λ for AdamW (Loshchilov, Hutter 2019).
 */
export function f32_step_adam(
  w: usize, g: usize, m: usize, v: usize, count: i32, rate: f32, beta1: f32, beta2: f32, correction: f32, epsilon: f32, keep: f32,
): void {
  const r = splat(rate), b1 = splat(beta1), t1 = splat(1 - beta1), b2 = splat(beta2), t2 = splat(1 - beta2);
  const c = splat(correction), e = splat(epsilon), k = splat(keep);
  for (let i: usize = 0; i < <usize>count << 2; i += 16) {
    const gradient = v128.load(g + i);
    const mean = f32x4.add(f32x4.mul(b1, v128.load(m + i)), f32x4.mul(t1, gradient));
    const square = f32x4.add(f32x4.mul(b2, v128.load(v + i)), f32x4.mul(t2, f32x4.mul(gradient, gradient)));
    v128.store(m + i, mean);
    v128.store(v + i, square);
    const step = f32x4.div(f32x4.mul(r, mean), f32x4.add(f32x4.mul(f32x4.sqrt(square), c), e));
    v128.store(w + i, f32x4.sub(f32x4.mul(k, v128.load(w + i)), step));
  }
}

/** Stores Σ g² of `count` numbers as float64 at `target`: four lanes in float32 for 64 numbers at a time, these in float64 in order. */
export function f32_sum_squares(g: usize, count: i32, target: usize): void {
  let total: f64 = 0;
  const end = g + (<usize>count << 2);
  while (g < end) {
    const stop = min(end, g + 256);
    let lanes = splat(0);
    for (; g < stop; g += 16) {
      const x = v128.load(g);
      lanes = f32x4.add(lanes, f32x4.mul(x, x));
    }
    total += <f64>sumLanes(lanes);
  }
  store<f64>(target, total);
}

/** Σ of `count` float64, in order. */
export function f64_sum(source: usize, count: i32): f64 {
  let total: f64 = 0;
  for (let i = 0; i < count; i++) total += load<f64>(source + (<usize>i << 3));
  return total;
}

/**
 * Max-norm: scales the incoming weights of each unit down to Euclidean length ≤ `most`. Srivastava et al. 2014.
 *
 * W (inputs, units) in panels [input][16]; sums of squares over k = 0, 1, … in one float32 a unit; panels from ≤ p < to.
 */
export function f32_max_norm_p16(w: usize, panelBytes: usize, inputs: i32, from: i32, to: i32, most: f32): void {
  const limit = splat(most), one = splat(1);
  for (let p = from; p < to; p++) {
    for (let quarter: usize = 0; quarter < 4; quarter++) {
      const first = w + <usize>p * panelBytes + (quarter << 4);
      const end = first + (<usize>inputs << 6);
      let squares = splat(0);
      for (let t = first; t < end; t += 64) {
        const x = v128.load(t);
        squares = f32x4.add(squares, f32x4.mul(x, x));
      }
      const norm = f32x4.sqrt(squares);
      const over = f32x4.gt(norm, limit);
      if (!v128.any_true(over)) continue;
      const scale = v128.bitselect(f32x4.div(limit, norm), one, over);
      for (let t = first; t < end; t += 64) v128.store(t, f32x4.mul(scale, v128.load(t)));
    }
  }
}

/** a ← keep·a + (1 − keep)·w: an exponential mean of what w was after each step. Polyak, Juditsky 1992. */
export function f32_average(a: usize, w: usize, count: i32, keep: f32): void {
  const k = splat(keep), take = splat(1 - keep);
  for (let i: usize = 0; i < <usize>count << 2; i += 16) {
    v128.store(a + i, f32x4.add(f32x4.mul(k, v128.load(a + i)), f32x4.mul(take, v128.load(w + i))));
  }
}

/** Sets `count` numbers to 0. */
export function f32_clear(target: usize, count: i32): void {
  memory.fill(target, 0, <usize>count << 2);
}
