import { type Dispatcher, Pool, ProxyAgent } from 'undici';

export interface DispatcherOptions {
  readonly connectTimeoutMs: number;
  /** Connections at once; any number by default. */
  readonly connections?: number;
  readonly maxResponseSize: number;
  readonly maxHeaderSize?: number;
}

/** Connections to the host of a URL, directly or through a proxy. Requests must name their origin. */
export function createDispatcher(
  url: string,
  { connectTimeoutMs, ...limits }: DispatcherOptions,
  proxyUrl: string | null,
): Dispatcher {
  // Set here, so that no environment variable can turn verification off.
  const connect = { timeout: connectTimeoutMs, rejectUnauthorized: true };
  const options = {
    ...limits,
    // HTTP/2 would put all calls on one connection, to fail with it, and has no such bound on headers.
    allowH2: false,
    // Callers have timeouts of their own.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  if (proxyUrl === null) return new Pool(new URL(url).origin, { ...options, connect });
  return new ProxyAgent({
    ...options,
    uri: proxyUrl,
    proxyTls: connect,
    requestTls: connect,
    clientFactory: (origin, toProxy) =>
      new Pool(origin, { ...toProxy, allowH2: false, headersTimeout: connectTimeoutMs }),
  });
}
