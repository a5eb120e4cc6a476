import { inputError, MyelinError } from "../core/errors.ts";
import type { Host } from "../core/host.ts";
import { integer } from "../core/text.ts";
import { gunzip, gunzipStart, isGzip, MOST_EXPANSION, notGzip } from "../formats/gzip.ts";
import { type IdxArray, idxByteLength, readIdx, readIdxHeader } from "../formats/idx.ts";
import { describeBytes, type NamedBytes, shownName } from "../formats/named.ts";

/** No IDX header that is read is longer: 4 bytes and 8 sizes. */
const HEADER_BYTES = 36;

/**
 * Reads an IDX file, plain or gzip, told apart by its bytes.
 *
 * @throws the errors of `gunzip` and `readIdx`, and DATA_PICKLE for a Python pickle such as mnist.pkl.gz.
 */
export async function readIdxFile(file: NamedBytes, host: Host): Promise<IdxArray> {
  refusePickle(file);
  if (isGzip(file.bytes)) {
    const bytes = await gunzip(file, host, { limit: (head) => promisedLength(file, head) });
    return readIdx({ name: file.name, bytes });
  }
  const plain = file.bytes[0] === 0 && file.bytes[1] === 0;
  if (!plain && file.bytes.length > 0 && /\.gz$/i.test(file.name)) throw notGzip(file);
  return readIdx(file);
}

/** @throws MyelinError DATA_PICKLE for what its name or its bytes say is a Python pickle, also inside gzip. */
export function refusePickle(file: NamedBytes): void {
  const named = /\.(pkl|pickle)(\.gz)?$/i.test(file.name);
  if (named || describeBytes(file.bytes) === "a Python pickle") throw pickle(file);
}

/** The shape that a file's header promises, without unpacking the file; undefined where it is no IDX file that could hold it. */
export function promisedShape(file: NamedBytes): readonly number[] | undefined {
  try {
    const packed = isGzip(file.bytes);
    const bytes = packed ? gunzipStart(file, HEADER_BYTES) : file.bytes;
    const { shape, total } = readIdxHeader({ name: file.name, bytes });
    return total <= file.bytes.length * (packed ? MOST_EXPANSION : 1) ? shape : undefined;
  } catch (error) {
    if (error instanceof MyelinError) return undefined;
    throw error;
  }
}

/** How much may come out of a gzip file whose first bytes are `head`; refuses at once what cannot become IDX. */
function promisedLength(file: NamedBytes, head: Uint8Array): number {
  if (head[0] === 0x80 && head[1]! >= 2 && head[1]! <= 5) throw pickle(file);
  const total = idxByteLength(head) ?? (hasWholeHeader(file, head) ? 0 : head.length);
  const most = file.bytes.length * MOST_EXPANSION;
  if (total <= most) return total;
  throw inputError(
    "IDX_TRUNCATED",
    `${shownName(file)} is cut short: the IDX header inside promises ${integer(total)} bytes in all, and ${integer(file.bytes.length)} bytes of gzip data can hold at most ${integer(most)}: get the file again.`,
    { file: file.name, expected: total, found: file.bytes.length },
  );
}

/** False when `head` ends inside an IDX header; then nothing more comes out of this member. @throws as `readIdx`. */
function hasWholeHeader(file: NamedBytes, head: Uint8Array): boolean {
  try {
    readIdxHeader({ name: file.name, bytes: head });
  } catch (error) {
    const cut = error instanceof MyelinError && (error.code === "IDX_TRUNCATED" || error.code === "IDX_EMPTY");
    if (cut) return false;
    throw error;
  }
  return true;
}

function pickle(file: NamedBytes): MyelinError {
  return inputError(
    "DATA_PICKLE",
    `${shownName(file)} is a Python pickle, which can run any program when it is loaded, so Myelin never reads one: take the IDX files, for example by the data name mnist, or write its arrays with numpy.savez in Python.`,
    { file: file.name },
  );
}
