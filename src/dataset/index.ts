export {
  AUGMENTATIONS,
  type Augmentation,
  type AugmentationAmount,
  Augmenter,
  isAugmentation,
  parseAugmentation,
  printAugmentation,
} from "./augmentation.ts";
export { batchOrder } from "./batch-order.ts";
export type { DatasetArrays, DatasetOptions, Pixels, Splits } from "./dataset.ts";
export { Dataset } from "./dataset.ts";
export { readIdxFile } from "./decode.ts";
export { expandByShifts } from "./expand.ts";
export { classNames, standardName } from "./names.ts";
export { pictureForm } from "./picture/form.ts";
export { pictureOfRgba } from "./picture/plane.ts";
export { type PictureInput, type PictureTarget, pictureToInput } from "./picture/to-input.ts";
export { type Profile, profile } from "./profile.ts";
export { RowTable } from "./row-table.ts";
export { checkSplits, splitOff, splitsSha256 } from "./splits.ts";
export { type DataWarning, datasetWarnings, overlap, splitsWarnings } from "./warnings.ts";
