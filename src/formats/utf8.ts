import { inputError } from "../core/errors.ts";
import { type NamedBytes, shownName } from "./named.ts";

/**
 * The text of a UTF-8 file. A byte order mark (EF BB BF) at the start is left out unless `keepMark`.
 *
 * @throws `code` (kind "input") with the byte offset of the first byte that is not UTF-8.
 */
export function decodeUtf8(file: NamedBytes, code: string, options: { keepMark?: boolean; offset?: number } = {}) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: options.keepMark ?? false }).decode(file.bytes);
  } catch {
    const offset = (options.offset ?? 0) + firstInvalidByte(file.bytes);
    const sentence = `byte ${offset} is not UTF-8 text: expected a text file; save it as UTF-8`;
    throw inputError(code, `${shownName(file)}: ${sentence}.`, { file: file.name, offset });
  }
}

/** Index of the first byte that cannot be UTF-8 (RFC 3629): overlong forms and surrogates are invalid; −1 if none. */
export function firstInvalidByte(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return -1;
}

/** Bytes of the character at `at`; 0 if there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  if (first < 0x80) return 1;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (first < 0xc2 || first > 0xf4 || at + length > bytes.length) return 0;
  for (let i = 1; i < length; i++) if (((bytes[at + i] as number) & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1] as number;
  if (first === 0xe0 && second < 0xa0) return 0;
  if (first === 0xed && second > 0x9f) return 0;
  if (first === 0xf0 && second < 0x90) return 0;
  return first === 0xf4 && second > 0x8f ? 0 : length;
}
