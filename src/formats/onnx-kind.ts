/** Whether the bytes may be an ONNX file: they begin with a version number of the format, as all do. */
export function isOnnx(bytes: Uint8Array): boolean {
  return bytes[0] === 0x08 && bytes[1]! < 0x80 && (bytes[2]! & 7) === 2;
}
