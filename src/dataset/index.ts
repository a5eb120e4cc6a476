export { batchOrder } from "./batch-order.ts";
export type { Pixels, Splits } from "./dataset.ts";
export { Dataset } from "./dataset.ts";
export { readIdxFile } from "./decode.ts";
export { checkSplits, splitOff, splitsSha256 } from "./splits.ts";
