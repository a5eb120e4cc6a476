import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { errorOf } from "../test/support/errors.ts";
import { noise } from "../test/support/gzip-files.ts";
import { type Loopback, serve } from "../test/support/loopback.ts";
import { type DownloadOptions, download } from "./download.ts";
import type { KnownData } from "./names.ts";

const CONTENTS = [5000, 20, 700, 10].map((length, i) => noise(length, i + 1));
const NAMES = ["a.gz", "b.gz", "c.gz", "d.gz"];
const TOTAL = 5730;

const open: Loopback[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function mirror(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Loopback> {
  const server = await serve(answer);
  open.push(server);
  return server;
}

const contentOf = (request: IncomingMessage) => CONTENTS[NAMES.indexOf((request.url ?? "").slice(1))]!;
const good = () => mirror((request, response) => response.end(contentOf(request)));
/** A mirror that answers only the first file in its own way. */
const bad = (answer: (response: ServerResponse, content: Uint8Array) => void) =>
  mirror((request, response) => answer(response, contentOf(request)));

function known(...mirrors: readonly string[]): KnownData {
  const files = CONTENTS.map((bytes, i) => ({
    name: NAMES[i]!,
    size: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  }));
  return { name: "mnist", files: files as unknown as KnownData["files"], mirrors };
}

const get = (mirrors: readonly Loopback[], options: DownloadOptions = {}) =>
  download(known(...mirrors.map((server) => server.url)), { env: {}, ...options });

/** A port on which nothing listens. */
async function closedPort(): Promise<Loopback> {
  const server = await serve(() => {});
  await server.close();
  return server;
}

describe("download", () => {
  it("gives all files, byte for byte, and counts them", async () => {
    const seen: number[] = [];
    const onProgress = (received: number, total: number) => {
      expect(total).toBe(TOTAL);
      seen.push(received);
    };
    const files = await get([await good()], { onProgress });
    expect(files.map((file) => file.name)).toEqual(NAMES);
    files.forEach((file, i) => {
      expect(Buffer.compare(file.bytes, CONTENTS[i]!)).toBe(0);
    });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(TOTAL);
  });

  it("follows a redirect on the same server", async () => {
    const server = await mirror((request, response) => {
      if (request.url?.endsWith("?x")) response.end(contentOf({ url: request.url.slice(0, -2) } as IncomingMessage));
      else response.writeHead(302, { location: `${request.url}?x` }).end();
    });
    expect(await get([server])).toHaveLength(4);
  });

  it("asks the mirror that worked first from then on", async () => {
    const first = await bad((response) => response.writeHead(404).end("no"));
    const second = await good();
    await get([first, second]);
    expect([first.asked.length, second.asked.length]).toEqual([1, 4]);
  });

  it("asks for the file as it is, not packed once more", async () => {
    const server = await mirror((request, response) => {
      expect(request.headers["accept-encoding"]).toBe("identity");
      response.end(contentOf(request));
    });
    await get([server]);
  });
});

const FAULTS: readonly (readonly [
  what: string,
  says: RegExp,
  answer: (response: ServerResponse, content: Uint8Array) => void,
])[] = [
  ["404", /answered with status 404/, (response) => response.writeHead(404).end("<html>")],
  ["500", /answered with status 500/, (response) => response.writeHead(500).end()],
  [
    "a page with status 200 and the right length (D4)",
    /sent another file than a\.gz \(it looks like an HTML page\): its SHA-256 is [0-9a-f]{64}, not/,
    (response, content) => response.end("<!DOCTYPE html>".padEnd(content.length)),
  ],
  [
    "other bytes (D3)",
    /sent another file than a\.gz: its SHA-256 is/,
    (response, content) => response.end(content.map((byte, i) => (i === 999 ? byte ^ 1 : byte))),
  ],
  [
    "a longer file by its header (D5)",
    /offers 10000000000 bytes, and a\.gz has 5,000/,
    (response) => {
      response.writeHead(200, { "content-length": 10_000_000_000 }).write("x");
    },
  ],
  [
    "more bytes than the file has (D5)",
    /sends more than the 5,000 bytes/,
    (response, content) => {
      response.write(content);
      response.end("more");
    },
  ],
  [
    "a shorter file without a length",
    /ended after 4,990 of the 5,000 bytes/,
    (response, content) => {
      response.write(content.subarray(0, 100));
      response.end(content.subarray(100, 4990));
    },
  ],
  [
    "a connection that is cut",
    /broke the connection/,
    (response, content) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 1000), () => response.destroy());
    },
  ],
  [
    "silence inside the file",
    /stopped sending after 1,000 bytes/,
    (response, content) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 1000));
    },
  ],
  [
    "a redirect to http on another host (D6)",
    /redirects to http:\/\/example\.com\/a\.gz, which is not https/,
    (response) => {
      response.writeHead(302, { location: "http://example.com/a.gz" }).end();
    },
  ],
  [
    "a redirect to a file (D6)",
    /redirects to file:\/\/\/etc\/passwd, which is not https/,
    (response) => {
      response.writeHead(301, { location: "file:///etc/passwd" }).end();
    },
  ],
  [
    "a redirect to no address",
    /redirects to https:\/\/\[, which is no address/,
    (response) => {
      response.writeHead(301, { location: "https://[" }).end();
    },
  ],
  ["a redirect without a goal", /answered with status 302/, (response) => response.writeHead(302).end()],
  [
    "redirects in a circle",
    /redirects more than 5 times/,
    (response) => response.writeHead(302, { location: "/a.gz" }).end(),
  ],
];

describe("a mirror that gives", () => {
  for (const [what, says, answer] of FAULTS) {
    it(`${what}: the other mirror is taken, and without one the reason is said`, async () => {
      const options = { stallTimeout: 100 };
      const files = await get([await bad(answer), await good()], options);
      expect(Buffer.compare(files[0]!.bytes, CONTENTS[0]!)).toBe(0);
      const error = await errorOf(async () => get([await bad(answer), await bad(answer)], options));
      expect(error).toMatchObject({ code: "DOWNLOAD_FAILED", kind: "io" });
      expect(error.message).toMatch(says);
      expect(error.message).toMatch(/^mnist could not be downloaded.*MYELIN_DATA to it\.$/);
    });
  }
});

describe("without an answer", () => {
  it("says that it is offline, in one sentence, as an io error (D7)", async () => {
    const error = await errorOf(async () => get([await closedPort(), await closedPort()]));
    expect(error).toMatchObject({ code: "DOWNLOAD_OFFLINE", kind: "io" });
    expect(error.message).toMatch(/127\.0\.0\.1:\d+ and 127\.0\.0\.1:\d+ cannot be reached: connect to the internet/);
  });

  it("waits for the first byte no longer than allowed, over all mirrors together", async () => {
    const silent = await mirror(() => {});
    const headersOnly = await bad((response, content) => {
      response.writeHead(200, { "content-length": content.length }).flushHeaders();
    });
    const error = await errorOf(() => get([silent, headersOnly], { firstByteTimeout: 300 }));
    expect(error.code).toBe("DOWNLOAD_OFFLINE");
    expect(error.facts.reasons).toEqual(["sent nothing in time", "sent nothing in time"]);
    expect([silent.asked.length, headersOnly.asked.length]).toEqual([1, 1]);
  });

  it("leaves a silent mirror in time for the other", async () => {
    const files = await get([await mirror(() => {}), await good()], { firstByteTimeout: 1000 });
    expect(files).toHaveLength(4);
  });
});

it("takes a slow mirror as long as bytes come", async () => {
  const server = await mirror((request, response) => {
    const content = contentOf(request);
    const piece = Math.ceil(content.length / 8);
    let at = 0;
    const timer = setInterval(() => {
      response.write(content.subarray(at, at + piece));
      at += piece;
      if (at < content.length) return;
      clearInterval(timer);
      response.end();
    }, 60);
  });
  expect(await get([server], { firstByteTimeout: 400, stallTimeout: 2000 })).toHaveLength(4);
});

it("stops when it is asked to, with the caller's reason", async () => {
  const reason = new Error("enough");
  const server = await mirror(() => {});
  const controller = new AbortController();
  const running = get([server, server], { signal: controller.signal });
  setTimeout(() => controller.abort(reason), 30);
  await expect(running).rejects.toBe(reason);
  await expect(get([server], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
