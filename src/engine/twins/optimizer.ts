import type { Kernels } from "../kernel-table.ts";
import type { MemoryViews } from "../memory-views.ts";
import { sumLanes } from "./math.ts";

/** g ← clip·g + l2·w + l1·sign(w) */
export function penalty({ f32 }: MemoryViews): Kernels["f32_penalty"] {
  return (w, g, count, clip, l2, l1) => {
    for (let i = 0; i < count; i++) {
      const x = f32[(w >>> 2) + i]!;
      const decayed = Math.fround(Math.fround(clip * f32[(g >>> 2) + i]!) + Math.fround(l2 * x));
      f32[(g >>> 2) + i] = Math.fround(decayed + (x > 0 ? l1 : 0)) - (x < 0 ? l1 : 0);
    }
  };
}

/** w ← w − η·g */
export function stepSgd({ f32 }: MemoryViews): Kernels["f32_step_sgd"] {
  return (w, g, count, rate) => {
    for (let i = 0; i < count; i++) f32[(w >>> 2) + i] = f32[(w >>> 2) + i]! - Math.fround(rate * f32[(g >>> 2) + i]!);
  };
}

/** v ← μ·v + g, w ← w − η·v, or with Nesterov's look ahead w ← w − η·(g + μ·v) */
export function stepMomentum({ f32 }: MemoryViews, nesterov: boolean): Kernels["f32_step_momentum"] {
  return (w, g, v, count, rate, momentum) => {
    for (let i = 0; i < count; i++) {
      const gradient = f32[(g >>> 2) + i]!;
      const velocity = Math.fround(Math.fround(momentum * f32[(v >>> 2) + i]!) + gradient);
      f32[(v >>> 2) + i] = velocity;
      const step = nesterov ? Math.fround(gradient + Math.fround(momentum * velocity)) : velocity;
      f32[(w >>> 2) + i] = f32[(w >>> 2) + i]! - Math.fround(rate * step);
    }
  };
}

/** s ← ρ·s + (1−ρ)·g², w ← w − η·g / (√s + ε) */
export function stepRmsprop({ f32 }: MemoryViews): Kernels["f32_step_rmsprop"] {
  return (w, g, s, count, rate, rho, epsilon) => {
    const take = Math.fround(1 - rho);
    for (let i = 0; i < count; i++) {
      const gradient = f32[(g >>> 2) + i]!;
      const square = mix(rho, f32[(s >>> 2) + i]!, take, Math.fround(gradient * gradient));
      f32[(s >>> 2) + i] = square;
      const divisor = Math.fround(Math.fround(Math.sqrt(square)) + epsilon);
      f32[(w >>> 2) + i] = f32[(w >>> 2) + i]! - Math.fround(Math.fround(rate * gradient) / divisor);
    }
  };
}

/** m ← β₁·m + (1−β₁)·g, v ← β₂·v + (1−β₂)·g², w ← keep·w − rate·m / (√v·correction + ε) */
export function stepAdam({ f32 }: MemoryViews): Kernels["f32_step_adam"] {
  return (w, g, m, v, count, rate, beta1, beta2, correction, epsilon, keep) => {
    const [take1, take2] = [Math.fround(1 - beta1), Math.fround(1 - beta2)];
    for (let i = 0; i < count; i++) {
      const gradient = f32[(g >>> 2) + i]!;
      const mean = mix(beta1, f32[(m >>> 2) + i]!, take1, gradient);
      const square = mix(beta2, f32[(v >>> 2) + i]!, take2, Math.fround(gradient * gradient));
      f32[(m >>> 2) + i] = mean;
      f32[(v >>> 2) + i] = square;
      const divisor = Math.fround(Math.fround(Math.fround(Math.sqrt(square)) * correction) + epsilon);
      const step = Math.fround(Math.fround(rate * mean) / divisor);
      f32[(w >>> 2) + i] = Math.fround(keep * f32[(w >>> 2) + i]!) - step;
    }
  };
}

/** a·x + b·y in float32 */
function mix(a: number, x: number, b: number, y: number): number {
  return Math.fround(Math.fround(a * x) + Math.fround(b * y));
}

/** Σ g² as float64 at target: four float32 lanes for 64 numbers at a time, these sums in float64 in order. */
export function sumSquares({ f32 }: MemoryViews): Kernels["f32_sum_squares"] {
  const lanes = new Float32Array(4);
  const f64 = new Float64Array(f32.buffer);
  return (g, count, target) => {
    let total = 0;
    for (let first = 0; first < count; first += 64) {
      lanes.fill(0);
      for (let i = first; i < Math.min(first + 64, count); i++) {
        const x = f32[(g >>> 2) + i]!;
        lanes[i & 3] = lanes[i & 3]! + Math.fround(x * x);
      }
      total += sumLanes(lanes);
    }
    f64[target >>> 3] = total;
  };
}

/** Σ of float64 numbers, in order. */
export function sumDoubles({ f32 }: MemoryViews): Kernels["f64_sum"] {
  const f64 = new Float64Array(f32.buffer);
  return (source, count) => {
    let total = 0;
    for (let i = 0; i < count; i++) total += f64[(source >>> 3) + i]!;
    return total;
  };
}

/** Scales the incoming weights of each unit down to length ≤ most; squares summed over k = 0, 1, … */
export function maxNorm({ f32 }: MemoryViews): Kernels["f32_max_norm_p16"] {
  return (w, panelBytes, inputs, from, to, most) => {
    for (let u = from * 16; u < to * 16; u++) {
      const first = ((w + (u >>> 4) * panelBytes) >>> 2) + (u & 15);
      let squares = 0;
      for (let k = 0; k < inputs; k++)
        squares = Math.fround(squares + Math.fround(f32[first + 16 * k]! * f32[first + 16 * k]!));
      const norm = Math.fround(Math.sqrt(squares));
      if (!(norm > most)) continue;
      const scale = Math.fround(most / norm);
      for (let k = 0; k < inputs; k++) f32[first + 16 * k] = scale * f32[first + 16 * k]!;
    }
  };
}

/** a ← keep·a + (1 − keep)·w */
export function average({ f32 }: MemoryViews): Kernels["f32_average"] {
  return (a, w, count, keep) => {
    const take = Math.fround(1 - keep);
    for (let i = 0; i < count; i++) f32[(a >>> 2) + i] = mix(keep, f32[(a >>> 2) + i]!, take, f32[(w >>> 2) + i]!);
  };
}

export function clear({ f32 }: MemoryViews): Kernels["f32_clear"] {
  return (target, count) => {
    f32.fill(0, target >>> 2, (target >>> 2) + count);
  };
}
