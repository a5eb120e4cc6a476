export {
  EXPORT_FORMATS,
  type ExportFormat,
  type ExportOptions,
  exportFormat,
  exportNetwork,
} from "./export/index.ts";
export { networkFromFile } from "./import/index.ts";
export {
  type LoadedNetwork,
  type LoadOptions,
  MODEL_FORMAT,
  NUMERIC_EPOCH,
  networkFromSafetensors,
  networkToSafetensors,
  type SaveOptions,
} from "./network-file.ts";
export { checkFinite } from "./network-tensors.ts";
