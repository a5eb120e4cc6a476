import type { SplitName } from "../input.ts";
import type { Sample } from "../sample.ts";
import type { Agreement } from "./agreement.ts";
import type { Answers } from "./centroid.ts";
import type { Probe } from "./probe.ts";

export type PairingKind =
  | "fits"
  | "unclear"
  | "training-images"
  | "other-labels"
  | "shifted"
  | "reversed"
  | "pieces"
  | "row-missing"
  | "mapped"
  | "block"
  | "scattered"
  | "transformed"
  | "other-domain"
  | "unrelated";

/** Labels, answers and how sure the answers are, by place. */
export interface Read {
  readonly labels: Int32Array;
  readonly answers: Int32Array;
  readonly margins: Float64Array;
}

/** A split, and what the reference probe answers about its images. */
export interface Target {
  readonly split: SplitName;
  readonly reference: SplitName;
  readonly sample: Sample;
  /** The class of every label, also of those that have no image. */
  readonly labels: Int32Array;
  readonly answers: Answers;
  readonly asPaired: Agreement;
  /** The reference's own agreement: what labels that fit would reach. */
  readonly expected: Agreement;
  readonly own: Probe;
  readonly classes: number;
  /** The reference on itself, where labels fit: what is usual. */
  readonly usual: Read;
  /** For a split that is its own reference: its probe on another split, where that reads better. */
  readonly elsewhere?: Read;
}

export interface Found {
  readonly kind: PairingKind;
  readonly restored?: number;
  readonly shift?: number;
  readonly from?: number;
  readonly to?: number;
  readonly map?: readonly (readonly [number, number])[];
  readonly share?: number;
  readonly sameLabels?: boolean;
  readonly pieces?: readonly { readonly from: number; readonly to: number; readonly shift: number }[];
}
