import type { Check } from "../../check.ts";
import { columnIsNoFeature } from "./column-is-no-feature.ts";
import { countsDiffer } from "./counts-differ.ts";
import { damagedFile } from "./damaged-file.ts";
import { dataReadOnce } from "./data-read-once.ts";
import { idleEpochs } from "./idle-epochs.ts";
import { imageHeaderRead } from "./image-header-read.ts";
import { labelHeaderRead } from "./label-header-read.ts";
import { missingClass } from "./missing-class.ts";
import { notFiniteValues } from "./not-finite-values.ts";
import { predictionsDifferInNumber } from "./predictions-differ-in-number.ts";
import { wrongByteOrder } from "./wrong-byte-order.ts";
import { wrongKindOfFile } from "./wrong-kind-of-file.ts";

/** The checks of letter A of the catalogue, in its order: files and their format. */
export const a: readonly Check[] = [
  wrongKindOfFile,
  labelHeaderRead,
  imageHeaderRead,
  damagedFile,
  wrongByteOrder,
  countsDiffer,
  predictionsDifferInNumber,
  columnIsNoFeature,
  notFiniteValues,
  dataReadOnce,
  idleEpochs,
  missingClass,
];
