import { exp, log } from "../core/math.ts";
import type { Kernels } from "./kernel-table.ts";
import type { Op, StepContext } from "./op.ts";
import type { Plan } from "./plan.ts";

/**
 * One step of the plan's optimizer over `count` consecutive numbers.
 *
 * @param at addresses of the parameters, their gradient, and the optimizer's memory
 * @param decay λ of adamw
 */
export function optimizerOp(
  plan: Plan,
  kernels: Kernels,
  c: StepContext,
  at: readonly number[],
  count: number,
  decay: number,
): Op {
  const { update } = plan.spec;
  const [w, g, first, second] = at as [number, number, number, number];
  const beta2 = Math.fround(update.beta2);
  const epsilon = Math.fround(update.epsilon);
  const rate = () => Math.fround(c.rate);
  const adam: Op = () => {
    const t = stepNumber(plan, c);
    // With β as the kernel has it: 1 − β₂ in float32 is up to 1e-5 off, and must cancel in the first steps.
    const corrected = Math.fround(c.rate / (1 - power(c.momentum, t)));
    const correction = Math.fround(1 / Math.sqrt(1 - power(beta2, t)));
    const keep = Math.fround(1 - c.rate * decay);
    kernels.f32_step_adam(w, g, first, second, count, corrected, c.momentum, beta2, correction, epsilon, keep);
  };
  return {
    sgd: () => kernels.f32_step_sgd(w, g, count, rate()),
    momentum: () => kernels.f32_step_momentum(w, g, first, count, rate(), c.momentum),
    nesterov: () => kernels.f32_step_nesterov(w, g, first, count, rate(), c.momentum),
    rmsprop: () => kernels.f32_step_rmsprop(w, g, first, count, rate(), beta2, epsilon),
    adam,
    adamw: adam,
  }[update.optimizer];
}

/** Steps of the whole run, this one included. */
function stepNumber({ spec: { sets, batchSize } }: Plan, c: StepContext): number {
  return (c.epoch - 1) * Math.ceil(sets.training!.count / batchSize) + c.step + 1;
}

/**
 * What the exponential mean keeps of itself in this step: (β − βᵗ) / (1 − βᵗ), so that after t steps it is the mean of the t
 * results with weights βᵗ⁻¹ … β, 1, whatever it was before the first.
 */
export function averageKeeps(plan: Plan, c: StepContext): number {
  const decay = Math.fround(plan.spec.update.ema);
  const last = power(decay, stepNumber(plan, c));
  return Math.fround((decay - last) / (1 - last));
}

/** base^t for 0 ≤ base < 1 and t ≥ 1. */
function power(base: number, t: number): number {
  return base === 0 ? 0 : exp(t * log(base));
}
