import { inputError, type MyelinError } from "../core/errors.ts";
import { integer } from "../core/text.ts";
import { exifOrientation, upright } from "./exif.ts";
import { pixelsOf } from "./jpeg-pixels.ts";
import { decodeScan, ScanProblem } from "./jpeg-scan.ts";
import { type Component, type Frame, type HuffmanCode, huffmanCode, ZIGZAG } from "./jpeg-tables.ts";
import { limits } from "./limits.ts";
import { type NamedBytes, shownName } from "./named.ts";
import type { Picture } from "./picture.ts";

/** Kinds of frames by their marker, of those that are not read. */
const OTHER_FRAMES = new Map([
  [0xc3, "a lossless"],
  [0xc5, "a hierarchical"],
  [0xc6, "a hierarchical"],
  [0xc7, "a hierarchical"],
  [0xc9, "an arithmetically coded"],
  [0xca, "an arithmetically coded"],
  [0xcb, "an arithmetically coded"],
  [0xcc, "an arithmetically coded"],
  [0xcd, "an arithmetically coded"],
  [0xce, "an arithmetically coded"],
  [0xcf, "an arithmetically coded"],
]);

/**
 * Decodes a JPEG file, baseline or progressive, grey or colour, and turns it as its EXIF orientation says. The pixels are
 * those of libjpeg's defaults, in whole numbers.
 *
 * @throws MyelinError of kind "input": JPEG_MARKER JPEG_TRUNCATED JPEG_FORMAT JPEG_CMYK JPEG_SIZE JPEG_TABLE JPEG_DATA.
 */
export function decodeJpeg(file: NamedBytes): Picture {
  return new JpegReader(file).read();
}

class JpegReader {
  readonly file: NamedBytes;
  readonly bytes: Uint8Array;
  at = 2;
  frame: Frame | undefined;
  scans = 0;
  restart = 0;
  orientation = 1;
  /** What the Adobe marker says of colours: 0 is RGB, 1 YCbCr. */
  adobe: number | undefined;
  jfif = false;
  readonly quantization: Uint16Array[] = [];
  readonly dc: HuffmanCode[] = [];
  readonly ac: HuffmanCode[] = [];

  constructor(file: NamedBytes) {
    this.file = file;
    this.bytes = file.bytes;
  }

  read(): Picture {
    for (let marker = this.marker(); marker !== 0xd9; marker = this.marker()) {
      // Restart markers and TEM stand alone.
      if ((marker >= 0xd0 && marker <= 0xd7) || marker === 0x01) continue;
      this.segment(marker, this.payload(marker));
    }
    const { frame } = this;
    if (frame === undefined || this.scans === 0)
      throw this.refuse("JPEG_DATA", "ends before it has any pixels", this.at);
    for (const { quantization } of frame.components) {
      if (this.quantization[quantization] === undefined)
        throw this.refuse("JPEG_TABLE", `uses the quantization table ${quantization}, which it does not have`, this.at);
    }
    return upright(pixelsOf(frame, this.quantization, this.isRgb(frame)), this.orientation);
  }

  marker(): number {
    const { bytes } = this;
    if (this.at < bytes.length && bytes[this.at] !== 0xff) {
      const found = bytes[this.at]!.toString(16).padStart(2, "0");
      throw this.refuse("JPEG_MARKER", `has the byte ${found} where a marker (ff) is expected`, this.at);
    }
    while (bytes[this.at] === 0xff) this.at++;
    if (this.at >= bytes.length) throw this.truncated("where a marker is expected");
    return bytes[this.at++]!;
  }

  /** The bytes of a segment behind its length. */
  payload(marker: number): Uint8Array {
    const { bytes, at } = this;
    const length = at + 2 > bytes.length ? bytes.length : (bytes[at]! << 8) | bytes[at + 1]!;
    if (at + Math.max(2, length) > bytes.length) throw this.truncated(`in its segment ff ${marker.toString(16)}`);
    if (length < 2)
      throw this.refuse("JPEG_MARKER", `gives the length ${length} for its segment ff ${marker.toString(16)}`, at);
    this.at = at + length;
    return bytes.subarray(at + 2, at + length);
  }

  segment(marker: number, data: Uint8Array): void {
    if (marker === 0xc4) this.huffman(data);
    else if (marker === 0xdb) this.quantizers(data);
    else if (marker === 0xc0 || marker === 0xc1 || marker === 0xc2) this.readFrame(data, marker === 0xc2);
    else if (marker === 0xda) this.scan(data);
    else if (marker === 0xdd) this.restart = data.length < 2 ? 0 : (data[0]! << 8) | data[1]!;
    else if (marker === 0xe0) this.jfif ||= startsWith(data, "JFIF\0");
    else if (marker === 0xe1 && startsWith(data, "Exif\0\0")) this.orientation = exifOrientation(data);
    else if (marker === 0xee && startsWith(data, "Adobe") && data.length >= 12) this.adobe = data[11]!;
    const other = OTHER_FRAMES.get(marker);
    if (other !== undefined)
      throw this.refuse(
        "JPEG_FORMAT",
        `is ${other} JPEG, and baseline and progressive ones are read: save it as a plain JPEG or PNG`,
        this.at - data.length - 4,
        "",
      );
  }

  huffman(data: Uint8Array): void {
    for (let at = 0; at < data.length; ) {
      const kind = data[at]!;
      const counts = data.subarray(at + 1, at + 17);
      const total = counts.reduce((sum, count) => sum + count, 0);
      const symbols = data.subarray(at + 17, at + 17 + total);
      const code = symbols.length < total || total > 256 ? undefined : huffmanCode(counts, symbols);
      if (code === undefined || counts.length < 16 || (kind & 15) > 3 || kind >> 4 > 1)
        throw this.refuse("JPEG_TABLE", "has a Huffman table that cannot be", this.at - data.length + at);
      (kind >> 4 === 0 ? this.dc : this.ac)[kind & 15] = code;
      at += 17 + total;
    }
  }

  quantizers(data: Uint8Array): void {
    for (let at = 0; at < data.length; ) {
      const kind = data[at]!;
      const wide = kind >> 4 === 1;
      const values = data.subarray(at + 1, at + 1 + (wide ? 128 : 64));
      if (kind >> 4 > 1 || (kind & 15) > 3 || values.length < (wide ? 128 : 64))
        throw this.refuse("JPEG_TABLE", "has a quantization table that cannot be", this.at - data.length + at);
      const table = new Uint16Array(64);
      for (let k = 0; k < 64; k++) table[ZIGZAG[k]!] = wide ? (values[2 * k]! << 8) | values[2 * k + 1]! : values[k]!;
      this.quantization[kind & 15] = table;
      at += 1 + values.length;
    }
  }

  readFrame(data: Uint8Array, progressive: boolean): void {
    const offset = this.at - data.length;
    if (this.frame !== undefined) throw this.refuse("JPEG_FORMAT", "has two frames, and pictures have one", offset);
    const count = data[5] ?? 0;
    if (data.length < 6 || data.length !== 6 + 3 * count)
      throw this.refuse("JPEG_FORMAT", `has a frame header of ${data.length} bytes for ${count} components`, offset);
    const precision = data[0]!;
    if (precision !== 8)
      throw this.refuse(
        "JPEG_FORMAT",
        `has ${precision} bits a sample, and 8 are read: save it as an 8-bit JPEG or PNG`,
        offset,
        "",
      );
    if (count === 4)
      throw this.refuse(
        "JPEG_CMYK",
        "is a JPEG in the four inks of printing (CMYK), whose colours on a screen depend on the printer: save it in RGB",
        offset,
        "",
      );
    if (count !== 1 && count !== 3)
      throw this.refuse("JPEG_FORMAT", `has ${count} components, and pictures have 1 or 3`, offset);
    const [height, width] = [(data[1]! << 8) | data[2]!, (data[3]! << 8) | data[4]!];
    if (width === 0 || height === 0 || width * height > limits.picturePixels)
      throw this.refuse(
        "JPEG_SIZE",
        `says that it is ${integer(width)} × ${integer(height)}, and pictures have 1 to ${integer(limits.picturePixels)} pixels (limit picturePixels): check the file`,
        offset + 1,
        "",
      );
    this.frame = this.frameOf(data.subarray(6), width, height, progressive, offset);
  }

  frameOf(data: Uint8Array, width: number, height: number, progressive: boolean, offset: number): Frame {
    const kinds = Array.from({ length: data.length / 3 }, (_, i) => {
      const [id = 0, sampling = 0, quantization = 0] = data.subarray(3 * i, 3 * i + 3);
      // A lone component fills its units alone, whatever it says of its sampling.
      const alone = data.length === 3;
      return { id, across: alone ? 1 : sampling >> 4, down: alone ? 1 : sampling & 15, quantization };
    });
    const across = Math.max(...kinds.map((kind) => kind.across));
    const down = Math.max(...kinds.map((kind) => kind.down));
    const fits = kinds.every(
      (kind) => kind.across > 0 && kind.down > 0 && across % kind.across === 0 && down % kind.down === 0,
    );
    const blocks = kinds.reduce((sum, kind) => sum + kind.across * kind.down, 0);
    if (!fits || across > 4 || down > 4 || blocks > 12)
      throw this.refuse(
        "JPEG_FORMAT",
        "samples its components in a way that is not read: save it as a plain JPEG or PNG",
        offset,
        "",
      );
    const unitsAcross = Math.ceil(width / (8 * across));
    const unitsDown = Math.ceil(height / (8 * down));
    const all = unitsAcross * unitsDown * blocks;
    if (all > 8 * this.bytes.length)
      throw this.refuse(
        "JPEG_DATA",
        `says that it is ${integer(width)} × ${integer(height)}, which are ${integer(all)} blocks, and its ${integer(this.bytes.length)} bytes can hold at most ${integer(8 * this.bytes.length)}`,
        offset,
      );
    const components = kinds.map((kind): Component => {
      const [blocksAcross, blocksDown] = [unitsAcross * kind.across, unitsDown * kind.down];
      const coefficients = new Int16Array(64 * blocksAcross * blocksDown);
      const size = { width: Math.ceil((width * kind.across) / across), height: Math.ceil((height * kind.down) / down) };
      return { ...kind, ...size, blocksAcross, blocksDown, coefficients };
    });
    return { width, height, progressive, across, down, unitsAcross, unitsDown, components };
  }

  scan(data: Uint8Array): void {
    const { frame } = this;
    const offset = this.at - data.length;
    if (frame === undefined) throw this.refuse("JPEG_DATA", "has pixels before its frame header", offset);
    if (++this.scans > limits.jpegScans)
      throw this.refuse("JPEG_DATA", `has more than ${limits.jpegScans} scans (limit jpegScans)`, offset);
    const count = data[0] ?? 0;
    const [first = 0, last = 0, bits = 0] = data.subarray(1 + 2 * count);
    const parts = Array.from({ length: count }, (_, i) => {
      const component = frame.components.find(({ id }) => id === data[1 + 2 * i]);
      const tables = data[2 + 2 * i] ?? 0;
      return { component, dc: this.dc[tables >> 4], ac: this.ac[tables & 15] };
    });
    const known = parts.filter((part): part is typeof part & { component: Component } => part.component !== undefined);
    const distinct = new Set(known.map(({ component }) => component)).size === count;
    const range = frame.progressive ? last < 64 && (first === 0 ? last === 0 : first <= last && count === 1) : true;
    const [high, low] = frame.progressive ? [bits >> 4, bits & 15] : [0, 0];
    if (
      count === 0 ||
      data.length !== 4 + 2 * count ||
      !distinct ||
      !range ||
      low > 13 ||
      (high > 0 && high !== low + 1)
    )
      throw this.refuse("JPEG_DATA", "has a scan header that does not fit its frame", offset);
    try {
      this.at = decodeScan(this.bytes, this.at, frame, { parts: known, first, last, high, low, restart: this.restart });
    } catch (error) {
      if (error instanceof ScanProblem) throw this.refuse("JPEG_DATA", error.what, error.offset);
      throw error;
    }
  }

  isRgb({ components }: Frame): boolean {
    if (this.jfif || components.length !== 3) return false;
    if (this.adobe !== undefined) return this.adobe === 0;
    return components.every(({ id }, i) => id === "RGB".charCodeAt(i));
  }

  truncated(where: string): MyelinError {
    return this.refuse(
      "JPEG_TRUNCATED",
      `is cut short ${where}: it has ${integer(this.bytes.length)} bytes and no end marker`,
      this.at,
    );
  }

  refuse(code: string, what: string, offset: number, advice = ": get the file again"): MyelinError {
    const place = advice === "" ? "" : `, at byte ${integer(offset)}`;
    return inputError(code, `${shownName(this.file)} ${what}${place}${advice}.`, { file: this.file.name, offset });
  }
}

function startsWith(data: Uint8Array, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (data[i] !== text.charCodeAt(i)) return false;
  return true;
}
