import { type Dispatcher, Pool } from 'undici';
import { toUpstreamError, UpstreamError } from './errors.ts';
import type { UpstreamPath } from './path.ts';
import type { Shape } from './shape.ts';

/** Card data may go to the PCI host only. */
export type UpstreamHost = 'api' | 'pci';

export interface Credentials {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** The upstream as one caller sees it. */
export interface Upstream {
  get<T>(path: UpstreamPath, shape: Shape<T>): Promise<T>;
  post<T>(host: UpstreamHost, path: UpstreamPath, body: object, shape: Shape<T>): Promise<T>;
  /** What a PUT answers is not documented: any 2xx is success, and its body is not looked at. */
  put(host: UpstreamHost, path: UpstreamPath, body?: object): Promise<void>;
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
  actingFor(credentials: Credentials): Upstream;
  close(): Promise<void>;
}

type Method = 'GET' | 'POST' | 'PUT';

const maxBodyBytes = 16 * 1024 * 1024;

export function createUpstreamClient(options: UpstreamOptions): UpstreamClient {
  const hosts = { api: createHost(options.apiUrl, options), pci: createHost(options.pciUrl, options) };

  function createUpstream(credentials: Credentials): Upstream {
    const call = async <T>(
      host: UpstreamHost,
      method: Method,
      path: UpstreamPath,
      body: object | undefined,
      read: (response: Dispatcher.ResponseData) => Promise<T>,
    ): Promise<T> => {
      const startedAt = performance.now();
      try {
        return await read(await hosts[host].send(method, path, credentials, body));
      } catch (thrown) {
        const error = toCallError(thrown, method);
        options.onFailure({ host, method, route: path.route, durationMs: performance.now() - startedAt, error });
        throw error;
      }
    };

    return {
      get: (path, shape) => call('api', 'GET', path, undefined, (response) => readJson(response, shape)),
      post: (host, path, body, shape) => call(host, 'POST', path, body, (response) => readJson(response, shape)),
      put: (host, path, body) => call(host, 'PUT', path, body, readNothing),
    };
  }

  return {
    actingFor: createUpstream,
    async close() {
      await Promise.all([hosts.api.close(), hosts.pci.close()]);
    },
  };
}

/** One host of the upstream: its connections and how a request to it looks. */
function createHost(url: string, { timeoutMs, maxConcurrency }: UpstreamOptions) {
  const { origin, pathname } = new URL(url);
  const basePath = pathname.replace(/\/$/, '');
  const pool = new Pool(origin, { connections: maxConcurrency, maxResponseSize: maxBodyBytes });

  return {
    close: () => pool.destroy(),
    send(method: Method, path: UpstreamPath, { apiKey, apiSecret }: Credentials, body: object | undefined) {
      const headers = { accept: 'application/json', 'x-api-key': apiKey, 'x-api-secret': apiSecret };
      return pool.request({
        method,
        path: basePath + path.encoded,
        headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      });
    },
  };
}

async function readJson<T>(response: Dispatcher.ResponseData, shape: Shape<T>): Promise<T> {
  if (!isSuccess(response)) throw await readError(response);
  const answer = parseJson(await readText(response));
  if (!shape.matches(answer)) throw new UpstreamError('invalid-response', { status: response.statusCode });
  return answer;
}

async function readNothing(response: Dispatcher.ResponseData): Promise<void> {
  if (!isSuccess(response)) throw await readError(response);
  await response.body.dump().catch(() => undefined);
}

function isSuccess({ statusCode }: Dispatcher.ResponseData): boolean {
  return statusCode >= 200 && statusCode < 300;
}

async function readError({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<UpstreamError> {
  const retryAfter = headers['retry-after'];
  // The status says what happened, also when the body breaks off.
  const text = await body.text().catch(() => '');
  return toUpstreamError(statusCode, typeof retryAfter === 'string' ? retryAfter : undefined, text);
}

async function readText({ statusCode, body }: Dispatcher.ResponseData): Promise<string> {
  try {
    return await body.text();
  } catch (cause) {
    if (isTimeout(cause)) throw cause;
    throw new BrokenOffAnswer(statusCode, cause);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The syntax error is no cause to keep: its message quotes the answer.
    throw new UpstreamError('invalid-response');
  }
}

/** An answer that began and did not end. */
class BrokenOffAnswer extends Error {
  readonly status: number;

  constructor(status: number, cause: unknown) {
    super('the answer broke off', { cause });
    this.status = status;
  }
}

function toCallError(thrown: unknown, method: Method): UpstreamError {
  if (thrown instanceof UpstreamError) return thrown;
  if (method !== 'GET' && !neverLeft(thrown)) return new UpstreamError('outcome-unknown', { cause: thrown });
  if (thrown instanceof BrokenOffAnswer) {
    return new UpstreamError('invalid-response', { status: thrown.status, cause: thrown });
  }
  return new UpstreamError(isTimeout(thrown) ? 'timeout' : 'unavailable', { cause: thrown });
}

function isTimeout(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown.name === 'TimeoutError' || /TIMEOUT/.test(codeOf(thrown)));
}

/** With these the connection itself failed, so that not a byte of the request was sent. */
const connectCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function neverLeft(thrown: unknown): boolean {
  return thrown instanceof Error && connectCodes.has(codeOf(thrown));
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
