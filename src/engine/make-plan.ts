import type { ShapedLayer } from "../network/index.ts";
import { Arena, LINE } from "./arena.ts";
import { planAugmentation } from "./augmentation-plan.ts";
import { planControl } from "./control.ts";
import { type InputSize, isSparse } from "./input-form.ts";
import type { LayerPlan } from "./layer-plan.ts";
import { kindOf, planLayer } from "./layers/index.ts";
import { type InputPlan, type Plan, type PlanSpec, STAGED_ROWS } from "./plan.ts";
import { Room } from "./room.ts";
import { planSets } from "./set-plan.ts";
import { EVALUATION_ROWS, rowStride, type Signal } from "./signal.ts";

/** Lays out everything that an engine keeps, one buffer behind the other. */
export function makePlan(spec: PlanSpec): Plan {
  const arena = new Arena();
  const { height, width, channels } = spec.input;
  const inputs = height * width * channels;
  const rows = Math.max(spec.batchSize, EVALUATION_ROWS);
  const room = new Room(arena, spec.threads, rows);
  const most = Object.values(spec.sets).reduce((most, set) => Math.max(most, set.count), 0);
  const training = spec.sets.training?.count ?? 0;
  const control = planControl(arena);
  const input = planInput(room, spec, inputs);
  const layers = planLayers(room, spec, input.signal);
  const output = layers.at(-1)!.output;
  return {
    spec,
    control,
    layers,
    input,
    ...(spec.augment ? { augmentation: planAugmentation(room, inputs) } : {}),
    answers: room.own(rows * output.stride),
    scratch: room.takeScratch(),
    order: arena.take(4 * training),
    identity: arena.take(4 * most),
    orderedIndex: arena.take(isSparse(spec.form) ? 8 * training : 0),
    rates: arena.take(8 * Math.ceil(training / spec.batchSize)),
    momenta: arena.take(8 * Math.ceil(training / spec.batchSize)),
    staging: arena.take(spec.form === "sparse-bytes" ? STAGED_ROWS * inputs : 0),
    evaluationCosts: arena.take(8 * Math.ceil(most / EVALUATION_ROWS)),
    evaluationClasses: arena.take(most),
    evaluationAnswers: arena.take(spec.keepAnswers ? 4 * most * output.numbers : 0),
    sets: planSets(arena, spec.form, inputs, spec.sets),
    bytes: arena.size,
  };
}

function planLayers(room: Room, spec: PlanSpec, picture: Signal): LayerPlan[] {
  const layers: LayerPlan[] = [];
  const last = spec.layers.at(-1);
  const add = (layer: ShapedLayer, taken?: ShapedLayer) => {
    const input = layers.at(-1)?.output ?? picture;
    layers.push(planLayer(layer, { room, spec, input, first: layers.length === 0, last: layer === last, taken }));
  };
  for (let l = 0; l < spec.layers.length; l++) {
    const layer = spec.layers[l]!;
    const next = spec.layers[l + 1];
    const takes = next !== undefined && (kindOf(layer).takesIn?.(next) ?? false);
    add(layer, takes ? next : undefined);
    if (takes) l++;
    // The setting of training: units of hidden dense layers fall away.
    const hidden = layer.kind === "dense" && layer !== last;
    if (hidden && spec.update.dropout > 0) add(dropoutBehind(layer, spec.update.dropout));
  }
  return layers;
}

function dropoutBehind(layer: ShapedLayer, rate: number): ShapedLayer {
  const { output, outputs, end } = layer;
  const places = { input: output, inputs: outputs, weights: end, biases: end };
  return { ...layer, ...places, kind: "dropout", spec: { kind: "dropout", rate } };
}

/** The rows of a mini-batch, every thread's own unless they are changed; sparse ones have another stride. */
function planInput(room: Room, spec: PlanSpec, inputs: number): InputPlan {
  const stride = inputStride(spec, inputs, Object.values(spec.sets));
  const divided = spec.augment !== undefined && room.threads > 1;
  const buffer = (bytes: number) => (divided ? room.shared(bytes) : room.own(bytes));
  const rows = buffer(room.rows * stride);
  const counts = buffer(4 * room.rows);
  const outputs = [rows, rows] as const;
  const signal: Signal = {
    volume: spec.input,
    pixel: spec.input.channels,
    numbers: inputs,
    panels: Math.ceil(inputs / 16),
    stride,
    division: divided ? "rows" : "own",
    outputs,
    alone: divided ? room.own(EVALUATION_ROWS * stride) : rows,
    slope: { activation: "linear", outputs },
  };
  return { signal, counts, alone: divided ? room.own(4 * EVALUATION_ROWS) : counts };
}

/** Bytes from row to row of a mini-batch's input: entries of 8 bytes, padded to 8 of them, or float32. */
function inputStride(spec: PlanSpec, inputs: number, sets: readonly InputSize[]): number {
  if (!isSparse(spec.form)) return rowStride(Math.ceil(inputs / 16));
  // A change may leave any pixel nonzero.
  const fullest = spec.augment ? inputs : sets.reduce((fullest, set) => Math.max(fullest, set.fullest), 0);
  return Math.ceil(fullest / 8) * LINE;
}
