export { writeFileAtomic } from "./atomic.ts";
export { cacheFolder } from "./cache.ts";
export { type FileSystem, nodeFileSystem, type OpenFile } from "./file-system.ts";
export { nodeHost } from "./host.ts";
export {
  type LoadOptions,
  loadDataset,
  loadDefaultDataset,
  type NamedSplits,
  type NamedSplitsWithTest,
} from "./load-dataset.ts";
export { DATA_NAMES } from "./names.ts";
export { loadNetwork, type OpenedNetwork, openNetwork, saveNetwork } from "./network-files.ts";
export {
  openRunFolder,
  type ResumedRun,
  RunFolder,
  type RunFolderOptions,
  resumeRunFolder,
  type Snapshot,
} from "./run-folder.ts";
export { type ReadRunOptions, readRunFolder, type SavedCheckpoint, type SavedRun } from "./run-reader.ts";
export { defaultThreads, openThreads } from "./threads.ts";
