/** How gradients become steps, as the engine needs it: plain numbers, the same for a whole run. */
export interface UpdateSpec {
  readonly optimizer: "sgd" | "momentum" | "nesterov" | "rmsprop" | "adam" | "adamw";
  /** ρ of rmsprop, β₂ of adam. */
  readonly beta2: number;
  readonly epsilon: number;
  /** λ/n: adds (λ/n)·w to the gradient of each weight. */
  readonly l2: number;
  /** λ₁/n: adds (λ₁/n)·sign(w). */
  readonly l1: number;
  /** λ of adamw: w shrinks by η·λ·w beside the step. */
  readonly weightDecay: number;
  /** Largest Euclidean norm of a mini-batch's whole gradient (without penalties); 0 for none. */
  readonly clipNorm: number;
  /** Largest Euclidean norm of a unit's incoming weights; 0 for none. */
  readonly maxNorm: number;
  /** Share of hidden units that fall away in each row of a mini-batch. */
  readonly dropout: number;
  /** Share s of each target that is spread evenly over the K outputs: y = (1 − s)·one-hot + s/K. */
  readonly labelSmoothing: number;
  /** Decay β of the exponential mean of the parameters over the steps; 0 for none. */
  readonly ema: number;
  /** Seed of the dropout masks. */
  readonly seed: number;
}

export const PLAIN_SGD: UpdateSpec = {
  optimizer: "sgd",
  beta2: 0,
  epsilon: 0,
  l2: 0,
  l1: 0,
  weightDecay: 0,
  clipNorm: 0,
  maxNorm: 0,
  dropout: 0,
  labelSmoothing: 0,
  ema: 0,
  seed: 0,
};

/** True where the step goes straight into the weights; otherwise the gradient is gathered first. */
export function isInPlace({ optimizer, l1, clipNorm, maxNorm, ema }: UpdateSpec): boolean {
  return optimizer === "sgd" && l1 === 0 && clipNorm === 0 && maxNorm === 0 && ema === 0;
}

/**
 * Names of the arrays that a run remembers beside the parameters, each as large as they: the optimizer's, and last, with an
 * exponential mean, the trained parameters behind the mean.
 */
export function memoryOf({ optimizer, ema }: UpdateSpec): readonly string[] {
  return [...optimizerMemory(optimizer), ...(ema > 0 ? ["trained"] : [])];
}

function optimizerMemory(optimizer: UpdateSpec["optimizer"]): readonly string[] {
  return {
    sgd: [],
    momentum: ["velocity"],
    nesterov: ["velocity"],
    rmsprop: ["square"],
    adam: ["mean", "square"],
    adamw: ["mean", "square"],
  }[optimizer];
}
