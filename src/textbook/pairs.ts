import { type Pair, vectorizedResult } from "./network.ts";

/** What is needed of a `Dataset`: its images and labels. */
export interface Images {
  readonly count: number;
  readonly labels: Uint8Array;
  readonly classes: readonly string[];
  image(i: number): ArrayLike<number>;
}

/**
 * The images of a dataset as the book's training data: [x, y] with y a vector. Byte k becomes k/256, as in the book's
 * own data file (not k/255).
 */
export function trainingPairs(data: Images): Pair[] {
  return inputs(data).map((x, i) => [x, vectorizedResult(data.labels[i], data.classes.length)]);
}

/** The images of a dataset as the book's test data: [x, digit]. */
export function testPairs(data: Images): Pair[] {
  return inputs(data).map((x, i) => [x, data.labels[i]]);
}

/** The images alone, as the inputs of the network. */
export function inputs(data: Images): Float64Array[] {
  return Array.from({ length: data.count }, (_, i) => {
    const image = data.image(i);
    const x = new Float64Array(image.length);
    for (let k = 0; k < x.length; k++) x[k] = image[k] / 256;
    return x;
  });
}
