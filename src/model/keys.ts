/** Key of a safetensors file's metadata that says how PyTorch's modules are put together. */
export const TORCH_KEY = "torch";
/** Key of an ONNX file's metadata, and name of an .npz file's array: the spec, as JSON. */
export const ONNX_KEY = "myelin";
export const SPEC_ARRAY = "spec";
