// Changes files at random: blindly, and along their structure. The same seed makes the same files.
import { Random } from "../../dist/src/core/random.js";

const INTERESTING = [0, 1, 2, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 254, 255];
const WORDS = [0, 1, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff];

export class Mutator {
  /** @param structure of a format: parse(bytes) → parts, join(parts) → bytes with sums made right; undefined for none */
  constructor(seed, structure) {
    this.random = new Random(seed, "doctor");
    this.structure = structure;
  }

  below(n) {
    return n <= 1 ? 0 : this.random.below(n);
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  next(seeds) {
    const seed = this.pick(seeds);
    if (this.structure !== undefined && this.below(3) > 0) {
      const parts = this.structure.parse(seed);
      for (let i = 1 + this.below(3); i > 0; i--) this.changeParts(parts, seeds);
      return this.structure.join(parts);
    }
    return this.blind(seed.slice(), seeds);
  }

  /** Parts are bytes: one of them is changed, doubled, dropped, moved, or taken from another file. */
  changeParts(parts, seeds) {
    if (parts.length === 0) return;
    const at = this.below(parts.length);
    const how = this.below(8);
    if (how === 0) parts.splice(at, 1);
    else if (how === 1) parts.splice(this.below(parts.length), 0, parts[at]);
    else if (how === 2) parts.splice(this.below(parts.length), 0, ...parts.splice(at, 1));
    else if (how === 3) parts[at] = this.pick(this.structure.parse(this.pick(seeds))) ?? parts[at];
    else parts[at] = { ...parts[at], data: this.blind(parts[at].data.slice(), seeds) };
  }

  blind(bytes, seeds) {
    let result = bytes;
    for (let i = 1 + this.below(4); i > 0; i--) result = this.once(result, seeds);
    return result;
  }

  once(bytes, seeds) {
    const at = this.below(bytes.length);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    switch (this.below(8)) {
      case 0:
        if (bytes.length > 0) bytes[at] ^= 1 << this.below(8);
        return bytes;
      case 1:
        if (bytes.length > 0) bytes[at] = this.pick(INTERESTING);
        return bytes;
      case 2:
        if (at + 4 <= bytes.length) view.setUint32(at, this.pick(WORDS), this.below(2) === 0);
        return bytes;
      case 3:
        if (at + 2 <= bytes.length) view.setUint16(at, this.pick(WORDS) & 0xffff, this.below(2) === 0);
        return bytes;
      case 4:
        return bytes.slice(0, at);
      case 5:
        return Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + 1 + this.below(16)));
      case 6: {
        const other = this.pick(seeds);
        const from = this.below(other.length);
        return Uint8Array.of(
          ...bytes.subarray(0, at),
          ...other.subarray(from, from + this.below(64)),
          ...bytes.subarray(at),
        );
      }
      default:
        for (let i = 0; i < 1 + this.below(8) && at + i < bytes.length; i++) bytes[at + i] = this.below(256);
        return bytes;
    }
  }
}
