import { Augmenter } from "../dataset/index.ts";
import { TRANSFORM } from "./augmentation-plan.ts";
import { gatherOf } from "./gather.ts";
import { isSparse } from "./input-form.ts";
import { type Compile, type Op, rowPart, rowsAt } from "./op.ts";
import type { SetPlan } from "./set-plan.ts";
import { type Stage, touches } from "./stage.ts";

/** The thread's own images of the mini-batch, changed: the others' too are then read by all. */
export function augmentStage(set: SetPlan, on: Compile): Stage {
  const { plan, kernels, share, memory, c } = on;
  const { input, spec } = plan;
  const { height, width, channels } = spec.input;
  const t = share.index;
  const [moved, transform] = [plan.augmentation!.moved[t]!, plan.augmentation!.transform[t]!];
  const augmenter = new Augmenter(spec.augment!, [height, width], spec.update.seed);
  const resample = augmenter.elastic ? kernels.f32_resample_elastic : kernels.f32_resample_affine;
  const numbers = memory.f32.subarray(transform >>> 2, (transform >>> 2) + TRANSFORM);
  const { first, count } = rowPart(input.signal, on);
  const [x, counts] = [rowsAt(input.signal, on), input.counts[t]!];
  const picture = pictureOf(set, on);
  const sparse = isSparse(spec.form);
  const op: Op = () => {
    for (let m = first; m < first + count(); m++) {
      const to = x() + m * input.signal.stride;
      const from = picture(c.first + m);
      augmenter.draw(c.epoch, memory.u32[(c.order >>> 2) + m]!, numbers);
      resample(from, height, width, channels, transform, sparse ? moved : to);
      if (sparse) memory.u32[(counts >>> 2) + m] = kernels.f32_collect_entries(moved, input.signal.numbers, to);
    }
  };
  return {
    op,
    writes: [{ outputs: input.signal.outputs, part: "rows" }, ...touches(input.counts, "rows")],
  };
}

/** Brings one image, by its place in the order, to the thread's picture; before its transform is drawn, whose place it counts in. @returns its address */
function pictureOf(set: SetPlan, { plan, kernels, share, memory }: Compile): (place: number) => number {
  const { picture, entries, transform } = plan.augmentation!;
  const t = share.index;
  const gather = gatherOf(plan, set, { order: plan.order, index: plan.orderedIndex }, kernels);
  const [at, list, counted] = [picture[t]!, entries[t]!, transform[t]!];
  if (!isSparse(plan.spec.form)) {
    return (place) => {
      gather(place, 1, at, 0);
      return at;
    };
  }
  return (place) => {
    gather(place, 1, list, counted);
    kernels.f32_scatter_entries(list, memory.u32[counted >>> 2]!, at, plan.input.signal.numbers);
    return at;
  };
}
