export { browserHost } from "./host.ts";
export {
  type LoadOptions,
  loadDataset,
  type NamedSplits,
  type NamedSplitsWithTest,
  type Source,
  type SourceFiles,
  type SourcePair,
} from "./load-dataset.ts";
export { openThreads } from "./threads.ts";
