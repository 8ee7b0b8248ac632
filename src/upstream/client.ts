import { type Dispatcher, Pool } from 'undici';
import { createCoalescer, hashCredentials } from './coalesce.ts';
import type { UpstreamError } from './errors.ts';
import type { UpstreamPath } from './path.ts';
import { readJson, readNothing, toCallError } from './response.ts';
import type { Shape } from './shape.ts';

/** Card data may go to the PCI host only. */
export type UpstreamHost = 'api' | 'pci';

export interface Credentials {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** The upstream as one caller sees it. `user` is whom a call is about, where it tells. */
export interface Upstream {
  get<T>(path: UpstreamPath, shape: Shape<T>, user?: string): Promise<T>;
  post<T>(host: UpstreamHost, path: UpstreamPath, write: Write, shape: Shape<T>): Promise<T>;
  /** What a PUT answers is not documented: any 2xx is success, and its body is not looked at. */
  put(host: UpstreamHost, path: UpstreamPath, write: Write): Promise<void>;
}

export interface Write {
  readonly user: string;
  readonly body?: object;
}

/** One call that was asked for: sent, or joined with an equal one that was under way. */
export interface AskedCall {
  readonly host: UpstreamHost;
  readonly method: string;
  readonly route: string;
  readonly isJoined: boolean;
}

/** One call that failed, for the log: no id, no credential, nothing that was sent. */
export interface FailedCall {
  readonly host: UpstreamHost;
  readonly method: string;
  readonly route: string;
  readonly durationMs: number;
  readonly error: UpstreamError;
}

export interface UpstreamOptions {
  readonly apiUrl: string;
  readonly pciUrl: string;
  readonly timeoutMs: number;
  /** Calls under way at once, for each host. */
  readonly maxConcurrency: number;
  readonly onFailure: (call: FailedCall) => void;
}

export interface UpstreamClient {
  actingFor(credentials: Credentials, onCall: (call: AskedCall) => void): Upstream;
  close(): Promise<void>;
}

type Method = 'GET' | 'POST' | 'PUT';

type Reader<T> = (response: Dispatcher.ResponseData) => Promise<T>;

interface Call {
  readonly host: UpstreamHost;
  readonly method: Method;
  readonly path: UpstreamPath;
  readonly credentials: Credentials;
  readonly body?: object | undefined;
}

const maxBodyBytes = 16 * 1024 * 1024;

export function createUpstreamClient(options: UpstreamOptions): UpstreamClient {
  const hosts = { api: createHost(options.apiUrl, options), pci: createHost(options.pciUrl, options) };
  const coalescer = createCoalescer();

  async function call<T>(request: Call, read: Reader<T>): Promise<T> {
    const { host, method, path } = request;
    const startedAt = performance.now();
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), options.timeoutMs);
    const sent = { isSent: false };
    try {
      return await read(await hosts[host].send(request, deadline.signal, sent));
    } catch (thrown) {
      const error = toCallError(thrown, { mayHaveActed: sent.isSent, isTimedOut: deadline.signal.aborted });
      options.onFailure({ host, method, route: path.route, durationMs: performance.now() - startedAt, error });
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  function actingFor(credentials: Credentials, onCall: (call: AskedCall) => void): Upstream {
    const caller = hashCredentials(credentials.apiKey, credentials.apiSecret);
    const send = <T>(request: Omit<Call, 'credentials'>, read: Reader<T>): Promise<T> => {
      const { host, method, path } = request;
      onCall({ host, method, route: path.route, isJoined: false });
      return call({ ...request, credentials }, read);
    };

    return {
      get: (path, shape, user) =>
        coalescer.read(
          { caller, user: user ?? null },
          path.encoded,
          () => send({ host: 'api', method: 'GET', path }, (response) => readJson(response, shape)),
          () => onCall({ host: 'api', method: 'GET', route: path.route, isJoined: true }),
        ),
      post: (host, path, { user, body }, shape) =>
        coalescer.write({ caller, user }, () =>
          send({ host, method: 'POST', path, body }, (response) => readJson(response, shape)),
        ),
      put: (host, path, { user, body }) =>
        coalescer.write({ caller, user }, () => send({ host, method: 'PUT', path, body }, readNothing)),
    };
  }

  return {
    actingFor,
    async close() {
      await Promise.all([hosts.api.close(), hosts.pci.close()]);
    },
  };
}

/** One host of the upstream: its connections and how a request to it looks. */
function createHost(url: string, { maxConcurrency, timeoutMs }: UpstreamOptions) {
  const { origin, pathname } = new URL(url);
  const basePath = pathname.replace(/\/$/, '');
  const connect = { timeout: timeoutMs };
  const pool = new Pool(origin, { connections: maxConcurrency, maxResponseSize: maxBodyBytes, connect });

  return {
    close: () => pool.destroy(),
    async send({ method, path, credentials, body }: Call, signal: AbortSignal, sent: Sent) {
      const { apiKey, apiSecret } = credentials;
      const headers = { accept: 'application/json', 'x-api-key': apiKey, 'x-api-secret': apiSecret };
      // Only of a write does it matter whether it was sent.
      const dispatcher = method === 'GET' ? pool : pool.compose(noteSending(sent));
      const request = dispatcher.request({
        method,
        path: basePath + path.encoded,
        headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
        signal,
      });
      // undici heeds the signal only once it has a connection, and then does not send what was given up.
      return Promise.race([request, rejectOnAbort(signal)]);
    },
  };
}

/** Whether a write has begun to go out. Until then it provably did nothing. */
interface Sent {
  isSent: boolean;
}

function noteSending(sent: Sent): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart: (...args) => {
        handler.onRequestStart?.(...args);
        sent.isSent = true;
      },
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
