import type { LayerPlan } from "./layer-plan.ts";
import { kindOf } from "./layers/index.ts";
import type { Compile } from "./op.ts";
import { averageKeeps, optimizerOp } from "./optimizer.ts";
import { type ParameterBuffers, type ParameterPlan, type Pieces, spanOf, squareCount } from "./parameters.ts";
import { type Stage, touches } from "./stage.ts";

type Part = "weights" | "biases";
const PARTS: readonly Part[] = ["weights", "biases"];

/** The update of every layer that learns, for the thread's own pieces. */
export function updateStages(on: Compile): Stage[] {
  const { layers, spec } = on.plan;
  const learning = layers.filter((layer): layer is LearningLayer => layer.parameters !== undefined);
  const gathered = learning.filter(({ parameters }) => parameters.gradient);
  const gradients = learning.flatMap((layer) => {
    const { gradient, inPlace } = kindOf(layer).learning!;
    return layer.parameters.gradient ? gradient(layer, on) : inPlace!(layer, on);
  });
  return [
    ...gradients,
    ...(spec.update.clipNorm > 0 ? clipStages(gathered, on) : []),
    ...gathered.flatMap((layer) => stepStages(layer, on)),
    ...(spec.update.ema > 0 ? gathered.map((layer) => averageStage(layer, on)) : []),
  ];
}

type LearningLayer = LayerPlan & { readonly parameters: ParameterPlan };

/** clip = min(1, clipNorm / ‖g‖) over all layers: squares piece by piece, added in the same order by every thread. */
function clipStages(layers: readonly LearningLayer[], on: Compile): Stage[] {
  const { plan, kernels, share, c } = on;
  const t = share.index;
  const clip = () => {
    let total = 0;
    for (const { parameters } of layers) total += kernels.f64_sum(parameters.squares[t]!, 2 * squareCount(parameters));
    c.clip = Math.fround(Math.min(1, plan.spec.update.clipNorm / Math.sqrt(total)));
  };
  return [
    ...layers.map(({ parameters }) => squareStage(parameters, on)),
    { op: clip, reads: layers.flatMap(({ parameters }) => touches(parameters.squares, "all")) },
  ];
}

function squareStage(parameters: ParameterPlan, { kernels, share }: Compile): Stage {
  const { gradient, squares, split } = parameters;
  const t = share.index;
  const op = () => {
    PARTS.forEach((part, i) => {
      const { count, bytes } = parameters[part];
      const { from, to } = spanOf({ count, bytes }, split, share);
      for (let p = from; p < to; p++)
        kernels.f32_sum_squares(gradient![part][t]! + p * bytes, bytes / 4, squares[t]! + 16 * p + 8 * i);
    });
  };
  return { op, reads: ownPieces(gradient!), writes: touches(squares, "pieces") };
}

/** Penalties, the optimizer's step and max-norm for the thread's own pieces. Biases are not penalised. */
function stepStages(layer: LearningLayer, on: Compile): Stage[] {
  const { update } = on.plan.spec;
  const { values, gradient, memory } = layer.parameters;
  const ops = PARTS.flatMap((part) => stepOps(layer.parameters, part, on));
  const all = [values, gradient!, ...memory].flatMap(ownPieces);
  const step: Stage = {
    op: () => {
      for (const op of ops) op();
    },
    reads: all,
    writes: all,
  };
  return [step, ...(update.maxNorm > 0 ? kindOf(layer).learning!.maxNorm(layer, on, Math.fround(update.maxNorm)) : [])];
}

function stepOps(parameters: ParameterPlan, part: Part, on: Compile) {
  const { plan, kernels, share, c } = on;
  const { update } = plan.spec;
  const { values, gradient, memory, split } = parameters;
  const pieces: Pieces = parameters[part];
  const { offset, count } = spanOf(pieces, split, share);
  const at = (buffers: ParameterBuffers) => buffers[part][share.index]! + offset;
  const penalised = part === "weights" && parameters.penalised;
  const [l2, l1] = penalised ? [Math.fround(update.l2), Math.fround(update.l1)] : [0, 0];
  const [w, g] = [at(values), at(gradient!)];
  const penalises = update.l2 > 0 || update.l1 > 0 || update.clipNorm > 0;
  const step = optimizerOp(plan, kernels, c, [w, g, ...memory.map(at)], count, penalised ? update.weightDecay : 0);
  return penalises ? [() => kernels.f32_penalty(w, g, count, c.clip, l2, l1), step] : [step];
}

/** The exponential mean, which in training stands where the optimizer's memory ends. */
function averageStage({ parameters }: LearningLayer, { plan, kernels, share, c }: Compile): Stage {
  const { values, memory, split } = parameters;
  const mean = memory.at(-1)!;
  const t = share.index;
  const op = () => {
    const keep = averageKeeps(plan, c);
    for (const part of PARTS) {
      const { offset, count } = spanOf(parameters[part], split, share);
      kernels.f32_average(mean[part][t]! + offset, values[part][t]! + offset, count, keep);
    }
  };
  return { op, reads: ownPieces(values), writes: ownPieces(mean) };
}

function ownPieces({ weights, biases }: ParameterBuffers) {
  return [...touches(weights, "pieces"), ...touches(biases, "pieces")];
}
