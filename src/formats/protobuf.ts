import { inputError, type MyelinError } from "../core/errors.ts";
import { integer, printable } from "../core/text.ts";
import { byteCount, type NamedBytes, shownName } from "./named.ts";
import { decodeUtf8 } from "./utf8.ts";

/** Most fields of one message: checked before they are kept. */
const MOST_FIELDS = 1_000_000;
const WIRE = ["varint", "fixed64", "bytes", "group start", "group end", "fixed32"] as const;

interface Field {
  /** Bytes of the value in the file. */
  readonly start: number;
  readonly end: number;
  readonly wire: number;
}

/**
 * One message of a protocol buffers file, read strictly: tags, lengths and numbers are checked when it is opened, its
 * own messages only when they are asked for. Fields that nobody asks for are passed over.
 */
export class ProtobufMessage {
  readonly #file: NamedBytes;
  readonly #fields = new Map<number, Field[]>();
  readonly #path: string;

  /**
   * @param path where the message stands, for errors: `graph.node[3]`
   * @throws MyelinError of kind "input": PROTOBUF_VARINT, PROTOBUF_LENGTH, PROTOBUF_WIRE, PROTOBUF_FIELDS
   */
  constructor(file: NamedBytes, path: string, start = 0, end = file.bytes.length) {
    this.#file = file;
    this.#path = path;
    let count = 0;
    for (let at = start; at < end; count++) {
      if (count === MOST_FIELDS) throw this.#refuse("PROTOBUF_FIELDS", `more than ${integer(MOST_FIELDS)} fields`, at);
      at = this.#readField(at, end);
    }
  }

  /** The messages of a repeated field. */
  messages(field: number, name: string): ProtobufMessage[] {
    return this.#values(field, 2, name).map(
      ({ start, end }, i) => new ProtobufMessage(this.#file, this.#inside(`${name}[${i}]`), start, end),
    );
  }

  /** A field that stands at most once, as the format has it: of several the last one counts. */
  message(field: number, name: string): ProtobufMessage | undefined {
    const last = this.#values(field, 2, name).at(-1);
    return last && new ProtobufMessage(this.#file, this.#inside(name), last.start, last.end);
  }

  texts(field: number, name: string): string[] {
    return this.#values(field, 2, name).map(({ start, end }) => {
      const part = { name: this.#file.name, bytes: this.#file.bytes.subarray(start, end) };
      return decodeUtf8(part, "PROTOBUF_TEXT", { offset: start, keepMark: true });
    });
  }

  text(field: number, name: string): string {
    return this.texts(field, name).at(-1) ?? "";
  }

  bytes(field: number, name: string): Uint8Array | undefined {
    const last = this.#values(field, 2, name).at(-1);
    return last && this.#file.bytes.subarray(last.start, last.end);
  }

  /** Whole numbers, packed or one by one; those beyond ±(2⁵³ − 1) are refused. */
  integers(field: number, name: string): number[] {
    const numbers: number[] = [];
    for (const { start, end, wire } of this.#fields.get(field) ?? []) {
      if (wire !== 0 && wire !== 2) throw this.#wrongWire(name, wire, start);
      for (let at = start; at < end; ) {
        const { value, next } = this.#varint(at, end);
        const signed = BigInt.asIntN(64, value);
        if (signed !== BigInt(Number(signed)) || !Number.isSafeInteger(Number(signed)))
          throw this.#refuse("PROTOBUF_VARINT", `${name} is ${signed}, which is beyond 2⁵³ − 1`, at);
        numbers.push(Number(signed));
        at = next;
      }
    }
    return numbers;
  }

  integer(field: number, name: string): number | undefined {
    return this.integers(field, name).at(-1);
  }

  float(field: number, name: string): number | undefined {
    const last = this.#values(field, 5, name).at(-1);
    return (
      last && new DataView(this.#file.bytes.buffer, this.#file.bytes.byteOffset + last.start, 4).getFloat32(0, true)
    );
  }

  /** True when the field stands in the message, whatever it holds. */
  has(field: number): boolean {
    return this.#fields.has(field);
  }

  /** An error about this message, with the file and the place. */
  refuse(code: string, sentence: string): MyelinError {
    return inputError(code, `${shownName(this.#file)}: ${this.#inside(sentence, " ")}.`, { file: this.#file.name });
  }

  #values(field: number, wire: number, name: string): readonly Field[] {
    const found = this.#fields.get(field) ?? [];
    const wrong = found.find((value) => value.wire !== wire);
    if (wrong) throw this.#wrongWire(name, wrong.wire, wrong.start);
    return found;
  }

  #wrongWire(name: string, wire: number, at: number): MyelinError {
    return this.#refuse("PROTOBUF_WIRE", `${name} is stored as ${WIRE[wire]}, which it cannot be`, at);
  }

  #readField(at: number, end: number): number {
    const tag = this.#varint(at, end);
    const field = Number(tag.value >> 3n);
    const wire = Number(tag.value & 7n);
    if (field === 0 || field > 536_870_911) throw this.#refuse("PROTOBUF_WIRE", "no field has this number", at);
    if (![0, 1, 2, 5].includes(wire))
      throw this.#refuse("PROTOBUF_WIRE", `field ${field} has the wire type ${wire}`, at);
    let start = tag.next;
    let next = start + (wire === 1 ? 8 : 4);
    if (wire === 0) next = this.#varint(start, end).next;
    if (wire === 2) {
      const length = this.#varint(start, end);
      start = length.next;
      next = length.value > BigInt(end - start) ? end + 1 : start + Number(length.value);
    }
    if (next > end) {
      const left = byteCount(Math.max(0, end - start));
      throw this.#refuse("PROTOBUF_LENGTH", `field ${field} is longer than the ${left} that are left`, at);
    }
    const values = this.#fields.get(field);
    if (values) values.push({ start, end: next, wire });
    else this.#fields.set(field, [{ start, end: next, wire }]);
    return next;
  }

  #varint(at: number, end: number): { value: bigint; next: number } {
    let value = 0n;
    for (let i = 0; i < 10; i++) {
      if (at + i >= end) throw this.#refuse("PROTOBUF_VARINT", "a number is cut off", at);
      const byte = this.#file.bytes[at + i]!;
      value |= BigInt(byte & 127) << BigInt(7 * i);
      if (byte < 128) return { value: BigInt.asUintN(64, value), next: at + i + 1 };
    }
    throw this.#refuse("PROTOBUF_VARINT", "a number has more than 10 bytes", at);
  }

  #inside(name: string, between = "."): string {
    return this.#path === "" ? name : `${this.#path}${between}${name}`;
  }

  #refuse(code: string, what: string, offset: number): MyelinError {
    const where = this.#path === "" ? "" : ` in ${printable(this.#path, 100)}`;
    const sentence = `${what}${where}, at byte ${integer(offset)}: the file is damaged or no protocol buffer; get it again`;
    return inputError(code, `${shownName(this.#file)}: ${sentence}.`, { file: this.#file.name, offset });
  }
}
