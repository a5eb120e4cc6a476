/** How sure a finding is: FAULT needs proof (a measured counterfactual or an exact fact), ADVICE is a matter of style. */
export type Confidence = "fault" | "likely" | "advice";

/** One thing the doctor found: data only; its words are made from it by its check. */
export interface Finding {
  /** Stable name in kebab case, for example `test-images-are-training-images`. */
  readonly id: string;
  /** Place in the fault catalogue, for example `B1`. */
  readonly catalogue: string;
  readonly confidence: Confidence;
  /** True for the one cause that is named first; the others are explained by it or independent of it. */
  readonly primary: boolean;
  /** What it is about: a split, file, layer or row range. */
  readonly where: string;
  /** The cause in one to three plain sentences. */
  readonly sentence: string;
  readonly evidence: Readonly<Record<string, unknown>>;
  /** The measured number with the fix applied. */
  readonly counterfactual?: Readonly<Record<string, unknown>>;
  readonly fix: string;
  /** The id of the finding that explains this one. */
  readonly explainedBy?: string;
}
