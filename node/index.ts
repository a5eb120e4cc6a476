export { cacheFolder } from "./cache.ts";
export { nodeHost } from "./host.ts";
export {
  type LoadOptions,
  loadDataset,
  loadDefaultDataset,
  type NamedSplits,
  type NamedSplitsWithTest,
} from "./load-dataset.ts";
export { DATA_NAMES } from "./names.ts";
