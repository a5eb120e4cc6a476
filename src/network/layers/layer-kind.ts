import type { ActivationName } from "../activations/index.ts";
import type { Fields, Sides } from "../checks.ts";
import type { LayerWords } from "./layer-words.ts";

/** Most units of a dense layer and filters of a convolution, and the longest side of a kernel. */
export const MOST_UNITS = 65_536;

/** What stands between two layers: a picture of so many channels, or units as 1 × 1 × units. */
export interface Volume {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** What a layer makes of its input, and what it needs for it. */
export interface LayerShape {
  readonly output: Volume;
  /** Numbers of its canonical parameters: weights (of a batch norm γ), then biases (β). */
  readonly weights: number;
  readonly biases: number;
  /** Numbers that training keeps beside the parameters: running means, then running variances. */
  readonly statistics: number;
  /** For initialisation: how many inputs a unit has, and how many units an input has. */
  readonly fanIn: number;
  readonly fanOut: number;
  /** Products that are added up for one image. */
  readonly multiplyAdds: number;
  /** Rows and columns of zeros above and left of the input. */
  readonly before: Sides;
}

/** A layer that has no parameters and changes nothing but what is said. */
export function bare(output: Volume): LayerShape {
  return { output, weights: 0, biases: 0, statistics: 0, fanIn: 0, fanOut: 0, multiplyAdds: 0, before: [0, 0] };
}

/** A layer without the activation that it gets from the network's when it is left out. */
export type Draft<Spec> = Spec extends { activation: ActivationName }
  ? Omit<Spec, "activation"> & { readonly activation?: ActivationName }
  : Spec;

/** A kind of layer: one file of `layers/`, and one line in its index. */
export interface LayerKind<Spec> {
  /** Keys beside `kind` in JSON. */
  readonly names: readonly string[];
  /** Checks JSON whose keys are known. @throws MyelinError SPEC_INVALID */
  parse(json: Fields, where: string): Spec;
  /** @param refuse makes the error of an input that does not fit */
  shape(spec: Spec, input: Volume, refuse: (why: string) => Error): LayerShape;
  /** What people call it: `conv 40 5×5`. */
  words(spec: Spec): string;
  /** How its text is written, for messages and help: `dense UNITS [ACTIVATION]`. */
  readonly form: string;
  /** From the words behind its name; undefined where they are not of this form. */
  read(words: LayerWords): Draft<Spec> | undefined;
}

export function sidesText([height, width]: Sides): string {
  return `${height}×${width}`;
}

/** `4 × 4` */
export function areaText({ height, width }: Volume): string {
  return `${height} × ${width}`;
}

export function valuesIn({ height, width, channels }: Volume): number {
  return height * width * channels;
}
