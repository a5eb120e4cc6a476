import type { Environment } from "./cache.ts";

/** The part of fetch that downloads use; Node's own and undici's both fit. */
export type Fetch = (url: URL, init: FetchInit) => Promise<FetchResponse>;

export interface FetchInit {
  readonly headers: Readonly<Record<string, string>>;
  readonly redirect: "manual";
  readonly signal: AbortSignal;
}

export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
}

/**
 * A fetch that goes through the proxy of HTTPS_PROXY, HTTP_PROXY and NO_PROXY (small letters too). Node 20's own ignores
 * them, so undici is loaded when one is set, and only then.
 */
export async function proxyFetch(env: Environment): Promise<Fetch> {
  const setting = (name: string) => env[name.toLowerCase()] || env[name];
  const httpsProxy = setting("HTTPS_PROXY");
  const httpProxy = setting("HTTP_PROXY");
  if (!httpsProxy && !httpProxy) return fetch as unknown as Fetch;
  const undici = await import("undici");
  const dispatcher = new undici.EnvHttpProxyAgent({
    httpsProxy: httpsProxy ?? "",
    httpProxy: httpProxy ?? "",
    noProxy: setting("NO_PROXY") ?? "",
  });
  return ((url: URL, init: FetchInit) => undici.fetch(url, { ...init, dispatcher })) as unknown as Fetch;
}
