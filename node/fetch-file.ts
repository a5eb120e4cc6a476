import { createHash } from "node:crypto";
import { integer, printable } from "../src/core/text.ts";
import { describeBytes } from "../src/formats/named.ts";
import type { KnownFile } from "./names.ts";
import type { Fetch, FetchResponse } from "./proxy.ts";

/** Why one mirror did not give a file; the download goes on with the next one. */
export class MirrorFailure extends Error {
  /** True when nothing answered: no connection, no name, no byte in time. */
  readonly unreachable: boolean;
  constructor(reason: string, unreachable = false) {
    super(reason);
    this.unreachable = unreachable;
  }
}

export interface FetchFileOptions {
  readonly fetch: Fetch;
  /** Milliseconds until the first byte of the file. */
  readonly firstByte: number;
  /** Milliseconds between one piece and the next. */
  readonly stall: number;
  readonly signal?: AbortSignal;
  /** Bytes of this file that have come so far. */
  readonly onBytes?: (received: number) => void;
}

const MOST_REDIRECTS = 5;

/**
 * Fetches a file whose size and SHA-256 are known. Never takes more than that many bytes, and gives nothing back that
 * is not the file.
 *
 * @throws MirrorFailure, or the signal's reason.
 */
export async function fetchFile(from: URL, file: KnownFile, options: FetchFileOptions): Promise<Uint8Array> {
  const watch = new Watch(options.signal);
  try {
    watch.set(options.firstByte, "sent nothing in time");
    const response = await follow(from, options.fetch, watch);
    const bytes = await readBody(response, file, watch, options);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    if (sha256 === file.sha256) return bytes;
    const kind = describeBytes(bytes);
    const looks = kind && kind !== "gzip data" ? ` (it looks like ${kind})` : "";
    throw new MirrorFailure(
      `sent another file than ${file.name}${looks}: its SHA-256 is ${sha256}, not ${file.sha256}`,
    );
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    if (error instanceof MirrorFailure) throw error;
    if (watch.late) throw new MirrorFailure(watch.late, !watch.started);
    throw new MirrorFailure(
      watch.started ? "broke the connection" : `did not answer (${reasonOf(error)})`,
      !watch.started,
    );
  } finally {
    watch.end();
  }
}

/** Aborts the request when its time is over or when the user asks for it. */
class Watch {
  readonly controller = new AbortController();
  /** What to say of the time-out that fired. */
  late: string | undefined;
  /** Whether a byte of the file has come. */
  started = false;
  readonly #signal: AbortSignal | undefined;
  readonly #abort = () => this.controller.abort();
  #timer: NodeJS.Timeout | undefined;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    signal?.addEventListener("abort", this.#abort, { once: true });
    if (signal?.aborted) this.#abort();
  }

  set(milliseconds: number, late: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.late = late;
      this.#abort();
    }, milliseconds);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#abort);
    // Closes the connection of an answer that was not read to its end.
    this.#abort();
  }
}

async function follow(from: URL, fetch: Fetch, watch: Watch): Promise<FetchResponse> {
  let url = from;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    // A .gz file must come as it is: a server that may pack it once more lets fetch unpack it twice.
    const headers = { "accept-encoding": "identity" };
    const response = await fetch(url, { headers, redirect: "manual", signal: watch.controller.signal });
    if (response.status === 200) return response;
    const location = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || location === null) {
      throw new MirrorFailure(`answered with status ${response.status}`);
    }
    url = redirected(url, location);
  }
  throw new MirrorFailure(`redirects more than ${MOST_REDIRECTS} times`);
}

/** Only https: may be followed; a plain http: address only within the same host, which is how the tests are served. */
function redirected(from: URL, location: string): URL {
  const shown = printable(location, 200);
  let to: URL;
  try {
    to = new URL(location, from);
  } catch {
    throw new MirrorFailure(`redirects to ${shown}, which is no address`);
  }
  const sameHost = from.protocol === "http:" && to.protocol === "http:" && to.hostname === from.hostname;
  if (to.protocol !== "https:" && !sameHost) throw new MirrorFailure(`redirects to ${shown}, which is not https`);
  return to;
}

async function readBody(
  response: FetchResponse,
  file: KnownFile,
  watch: Watch,
  { stall, onBytes }: FetchFileOptions,
): Promise<Uint8Array> {
  const promised = response.headers.get("content-length");
  if (promised !== null && Number(promised) !== file.size) {
    throw new MirrorFailure(`offers ${printable(promised, 20)} bytes, and ${file.name} has ${integer(file.size)}`);
  }
  const bytes = new Uint8Array(file.size);
  let received = 0;
  for await (const piece of response.body ?? []) {
    if (received + piece.length > file.size) {
      throw new MirrorFailure(`sends more than the ${integer(file.size)} bytes of ${file.name}`);
    }
    bytes.set(piece, received);
    received += piece.length;
    watch.started ||= received > 0;
    watch.set(stall, `stopped sending after ${integer(received)} bytes`);
    onBytes?.(received);
  }
  if (received < file.size) {
    throw new MirrorFailure(`ended after ${integer(received)} of the ${integer(file.size)} bytes of ${file.name}`);
  }
  return bytes;
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as NodeJS.ErrnoException)?.code;
  return printable(code ?? (cause instanceof Error ? cause.message : String(cause)), 100);
}
