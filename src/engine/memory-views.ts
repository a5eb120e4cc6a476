/**
 * A `WebAssembly.Memory`, under a name of our own: public types must not need a global that some users' settings lack.
 */
export interface KernelMemory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  grow(pages: number): number;
}

/** The memory that kernels and twins share, seen as each kind of number. Addresses are byte offsets: `f32[address >>> 2]`. */
export interface MemoryViews {
  readonly f32: Float32Array;
  readonly u32: Uint32Array;
  readonly u8: Uint8Array;
}

export function viewsOf(buffer: ArrayBufferLike): MemoryViews {
  return { f32: new Float32Array(buffer), u32: new Uint32Array(buffer), u8: new Uint8Array(buffer) };
}
