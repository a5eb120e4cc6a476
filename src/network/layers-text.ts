import { usageError } from "../core/errors.ts";
import { nearest, printable } from "../core/text.ts";
import { withActivations } from "./hidden-layers.ts";
import { type HiddenLayer, LAYER_KIND_NAMES, LAYER_KINDS, type LayerKindName } from "./layers/index.ts";
import { LayerWords } from "./layers/layer-words.ts";
import { parseLayer } from "./parse-spec.ts";

/** Most layers that a text may have. */
const MOST_LAYERS = 64;

/**
 * The hidden layers that a text says, for example `conv 20 5x5, max-pool 2, dense 100`: layers with commas between them, each its
 * kind and its numbers; behind them may stand `same`, `stride 2`, the name of an activation.
 *
 * @throws MyelinError LAYERS_TEXT with the layer, what it must look like and what was found; SPEC_INVALID for a number out of range
 */
export function readLayers(text: string): HiddenLayer[] {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.length > MOST_LAYERS) {
    throw usageError("LAYERS_TEXT", `${parts.length} layers were given: expected at most ${MOST_LAYERS}.`);
  }
  const layers = parts.map(readLayer);
  withActivations(layers, "sigmoid").forEach(parseLayer);
  return layers;
}

function readLayer(part: string, index: number): HiddenLayer {
  const [name = "", ...words] = part.toLowerCase().split(/\s+/);
  const found = `layer ${index + 1} is "${printable(part, 60)}"`;
  if (!Object.hasOwn(LAYER_KINDS, name)) {
    const near = nearest(name, LAYER_KIND_NAMES);
    const hint = near === undefined ? `the kinds are ${LAYER_KIND_NAMES.join(", ")}.` : `did you mean ${near}?`;
    throw usageError("LAYERS_TEXT", `${found}, but there is no such kind of layer: ${hint}`, { layer: index + 1 });
  }
  const { form, read } = LAYER_KINDS[name as LayerKindName];
  const reader = new LayerWords(words);
  const layer = read(reader) as HiddenLayer | undefined;
  if (layer !== undefined && reader.done) return layer;
  throw usageError("LAYERS_TEXT", `${found}: expected ${form}.`, { layer: index + 1, form });
}

/** The kinds of layers and how each is written, for help. */
export const LAYER_FORMS: readonly string[] = LAYER_KIND_NAMES.map((name) => LAYER_KINDS[name].form);
