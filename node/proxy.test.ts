import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, it } from "vitest";
import { serve } from "../test/support/loopback.ts";
import { type FetchInit, proxyFetch } from "./proxy.ts";

const init = (): FetchInit => ({ headers: {}, redirect: "manual", signal: new AbortController().signal });

/** A proxy on loopback that notes what it is asked to reach and lets it through. */
async function openProxy() {
  const reached: string[] = [];
  const server = createServer((request, response) => {
    reached.push(new URL(request.url ?? "").host);
    response.end("through the proxy");
  });
  server.on("connect", (request, socket) => {
    reached.push(request.url ?? "");
    const [host, port] = (request.url ?? "").split(":") as [string, string];
    const target = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      target.pipe(socket);
      socket.pipe(target);
    });
    target.on("error", () => socket.destroy());
    socket.on("error", () => target.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, reached, close: () => server.close() };
}

it("asks directly when no proxy is named", async () => {
  expect(await proxyFetch({})).toBe(fetch);
  expect(await proxyFetch({ HTTPS_PROXY: "" })).toBe(fetch);
});

it.each(["HTTP_PROXY", "http_proxy"])("goes through %s", async (name) => {
  const proxy = await openProxy();
  const server = await serve((_, response) => response.end("answer"));
  const response = await (await proxyFetch({ [name]: proxy.url }))(new URL(server.url), init());
  expect(response.status).toBe(200);
  expect(proxy.reached).toEqual([new URL(server.url).host]);
  await server.close();
  proxy.close();
});

it("asks the proxy of HTTPS_PROXY for https addresses", async () => {
  const proxy = await openProxy();
  const server = await serve(() => {});
  const port = new URL(server.url).port;
  const request = (await proxyFetch({ HTTPS_PROXY: proxy.url }))(new URL(`https://127.0.0.1:${port}/`), init());
  // The server behind the proxy does not speak TLS: only that the way led through the proxy is meant.
  await expect(request).rejects.toThrow();
  expect(proxy.reached).toEqual([`127.0.0.1:${port}`]);
  await server.close();
  proxy.close();
});

it("leaves out what NO_PROXY names", async () => {
  const proxy = await openProxy();
  const server = await serve((_, response) => response.end("answer"));
  const fetch = await proxyFetch({ HTTP_PROXY: proxy.url, NO_PROXY: "127.0.0.1" });
  expect((await fetch(new URL(server.url), init())).status).toBe(200);
  expect(proxy.reached).toEqual([]);
  await server.close();
  proxy.close();
});
