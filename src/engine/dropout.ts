import { PURPOSES } from "../core/random.ts";
import type { Kernels } from "./kernel-table.ts";
import { panelRange } from "./layer-plan.ts";
import type { Op, Share, StepContext } from "./op.ts";
import type { Plan } from "./plan.ts";

/** Steps of an epoch that a counter can tell apart; the layer's number stands above them. */
const MOST_STEPS = 16_777_216;
const TWO_TO_32 = 4_294_967_296;

/** The masks of this step: a unit stays with probability 1 − p and is then multiplied by 1 / (1 − p). */
export function dropoutOps(plan: Plan, kernels: Kernels, { index: t, active }: Share, c: StepContext): Op[] {
  const { dropout: share, seed } = plan.spec.update;
  const threshold = Math.floor(share * TWO_TO_32);
  const scale = Math.fround(1 / (1 - share));
  const [key0, key1] = [seed >>> 0, Math.floor(seed / TWO_TO_32)];
  return plan.layers.flatMap((layer, l): Op[] => {
    if (!layer.dropout) return [];
    const [from, to] = panelRange(layer, t, active);
    const mask = layer.dropout.mask[t]!;
    const { stride, panels } = layer;
    return [
      () => {
        const counter1 = l * MOST_STEPS + c.step;
        kernels.f32_dropout_mask_p16(
          mask,
          stride,
          c.batch,
          panels,
          from,
          to,
          key0,
          key1,
          counter1,
          c.epoch,
          PURPOSES.dropout,
          threshold,
          scale,
        );
      },
    ];
  });
}
