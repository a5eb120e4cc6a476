import { expNegative, ln, log1pUnit, splat, sumLanes } from "./f32_math";

// Costs of one mini-batch. The target y[m,u] is `on` for the unit of labels[order[m]] (u8) and `off` for the others: 1 and 0, or with
// label smoothing (Szegedy et al. 2016) 1 − s + s/units and s/units. Rows of Z, A and D are `stride` bytes apart. Each row's
// cost is summed in float32 (four lanes, then lanes in order), the rows in float64 in order; the result is the sum over the
// mini-batch, not the mean.

/** The targets of four units from `first` on. */
// @ts-ignore: decorator
@inline
function targets(label: i32, first: i32, on: v128, off: v128): v128 {
  const lanes = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3));
  return v128.bitselect(on, off, i32x4.eq(lanes, i32x4.splat(label)));
}

/** All bits set in the lanes below `units`. */
// @ts-ignore: decorator
@inline
function present(first: i32, units: i32): v128 {
  const lanes = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3));
  return i32x4.lt_s(lanes, i32x4.splat(units));
}

// @ts-ignore: decorator
@inline
function label(labels: usize, order: usize, m: i32): i32 {
  return load<u8>(labels + <usize>load<u32>(order + (<usize>m << 2)));
}

/** D = A − y, 0 in the padding: the delta of cross-entropy with sigmoid, of log-likelihood with softmax, ∂C/∂a of quadratic. */
export function f32_residual(
  a: usize, labels: usize, order: usize, d: usize, stride: usize, batch: i32, units: i32, on: f32, off: f32,
): void {
  const high = splat(on), low = splat(off);
  for (let m = 0; m < batch; m++) {
    const y = label(labels, order, m);
    for (let u = 0; u < units; u += 4) {
      const i = <usize>u << 2;
      const r = f32x4.sub(v128.load(a + i), targets(y, u, high, low));
      v128.store(d + i, v128.and(r, present(u, units)));
    }
    a += stride;
    d += stride;
  }
}

/** Σₘ ½ Σᵤ R[m,u]²   with R = A − y */
export function f32_cost_quadratic(r: usize, stride: usize, batch: i32, units: i32): f64 {
  let total: f64 = 0;
  for (let m = 0; m < batch; m++) {
    let sum = splat(0);
    for (let u = 0; u < units; u += 4) {
      const x = v128.load(r + (<usize>u << 2));
      sum = f32x4.add(sum, f32x4.mul(x, x));
    }
    total += 0.5 * <f64>sumLanes(sum);
    r += stride;
  }
  return total;
}

/** Σₘ Σᵤ −y·ln a − (1−y)·ln(1−a), a = σ(z): as max(z,0) − y·z + ln(1 + exp(−|z|)), which never overflows. */
export function f32_cost_cross_entropy(
  z: usize, labels: usize, order: usize, stride: usize, batch: i32, units: i32, on: f32, off: f32,
): f64 {
  const high = splat(on), low = splat(off);
  let total: f64 = 0;
  for (let m = 0; m < batch; m++) {
    const y = label(labels, order, m);
    let sum = splat(0);
    for (let u = 0; u < units; u += 4) {
      const x = v128.load(z + (<usize>u << 2));
      const linear = f32x4.sub(f32x4.max(x, splat(0)), f32x4.mul(targets(y, u, high, low), x));
      const c = f32x4.add(linear, log1pUnit(expNegative(f32x4.abs(x))));
      sum = f32x4.add(sum, v128.and(c, present(u, units)));
    }
    total += <f64>sumLanes(sum);
    z += stride;
  }
  return total;
}

/**
 * Σₘ Σᵤ −y·ln a, a = softmax(z): as ln Σᵤ exp(zᵤ − z_max) + Σᵤ y·(z_max − zᵤ), which never overflows; sums run over u = 0, 1, …,
 * that of the targets in float64.
 */
export function f32_cost_log_likelihood(
  z: usize, labels: usize, order: usize, stride: usize, batch: i32, units: i32, on: f32, off: f32,
): f64 {
  const last = <usize>units << 2;
  let total: f64 = 0;
  for (let m = 0; m < batch; m++) {
    let highest = load<f32>(z);
    for (let i: usize = 4; i < last; i += 4) highest = max(highest, load<f32>(z + i));
    let sum: f32 = 0;
    for (let i: usize = 0; i < last; i += 16) {
      const e = expNegative(f32x4.max(f32x4.sub(splat(highest), v128.load(z + i)), splat(0)));
      sum += f32x4.extract_lane(e, 0);
      if (i + 4 < last) sum += f32x4.extract_lane(e, 1);
      if (i + 8 < last) sum += f32x4.extract_lane(e, 2);
      if (i + 12 < last) sum += f32x4.extract_lane(e, 3);
    }
    const y = load<f32>(z + (<usize>label(labels, order, m) << 2));
    let below = (<f64>on - <f64>off) * (<f64>highest - <f64>y);
    if (off > 0) below += <f64>off * sumBelow(z, last, highest);
    total += ln(<f64>sum) + below;
    z += stride;
  }
  return total;
}

/** Σᵤ highest − zᵤ */
function sumBelow(z: usize, last: usize, highest: f32): f64 {
  let sum: f64 = 0;
  for (let i: usize = 0; i < last; i += 4) sum += <f64>highest - <f64>load<f32>(z + i);
  return sum;
}
