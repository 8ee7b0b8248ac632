import { type Dispatcher, Pool } from 'undici';
import type { KeyPair } from '../credentials/key-pair.ts';
import { type BreakerOptions, type BreakerState, createBreaker } from './breaker.ts';
import { waitUntil } from './deadline.ts';
import { UpstreamError } from './errors.ts';
import { createFairQueue } from './fair-queue.ts';
import type { UpstreamPath } from './path.ts';
import { toCallError } from './response.ts';
import { createRetryBudget, type RetryBudget } from './retry.ts';

export interface HostOptions {
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  /** Calls under way at once. */
  readonly maxConcurrency: number;
  /** Calls that wait for others to end. */
  readonly maxQueue: number;
  readonly breaker: BreakerOptions;
}

export type Method = 'GET' | 'POST' | 'PUT';

/** One attempt at a call. */
export interface Attempt {
  readonly method: Method;
  readonly path: UpstreamPath;
  readonly credentials: KeyPair;
  readonly body?: object | undefined;
  /** Whose turn it is in the queue. */
  readonly caller: string;
  /** Ends when nobody waits for the answer. */
  readonly signal: AbortSignal;
  /** Told when a write begins to go out. Until then it provably did nothing. */
  readonly onSent: () => void;
}

export type Reader<T> = (response: Dispatcher.ResponseData) => Promise<T>;

export interface HostState {
  readonly breaker: BreakerState;
  readonly active: number;
  readonly waiting: number;
}

/** One host of the upstream, which fails and recovers by itself. */
export interface Host {
  /** Rejects with an `UpstreamError`. */
  attempt<T>(attempt: Attempt, read: Reader<T>): Promise<T>;
  readonly retries: RetryBudget;
  readonly state: () => HostState;
  close(): Promise<void>;
}

const maxBodyBytes = 16 * 1024 * 1024;
const maxHeaderBytes = 16 * 1024;

export function createHost(url: string, options: HostOptions): Host {
  const { timeoutMs, connectTimeoutMs, maxConcurrency, maxQueue } = options;
  const { origin, pathname } = new URL(url);
  const basePath = pathname.replace(/\/$/, '');
  const queue = createFairQueue({ maxActive: maxConcurrency, maxWaiting: maxQueue });
  const breaker = createBreaker(options.breaker);
  const pool = new Pool(origin, {
    connections: maxConcurrency,
    // HTTP/2 would put all calls on one connection, to fail with it, and its headers have no such bound.
    allowH2: false,
    maxResponseSize: maxBodyBytes,
    maxHeaderSize: maxHeaderBytes,
    // A call as a whole has one deadline, which is below.
    headersTimeout: 0,
    bodyTimeout: 0,
    // Stated, so that no variable of the environment can turn it off.
    connect: { timeout: connectTimeoutMs, rejectUnauthorized: true },
  });

  /** Redirects are not followed: they would carry the credentials along. */
  async function request({ method, path, credentials, body, onSent }: Attempt, signal: AbortSignal) {
    const { apiKey, apiSecret } = credentials;
    const headers = { accept: 'application/json', 'x-api-key': apiKey, 'x-api-secret': apiSecret };
    // Only of a write does it matter whether it was sent.
    const dispatcher = method === 'GET' ? pool : pool.compose(noteSending(onSent));
    return dispatcher.request({
      method,
      path: basePath + path.encoded,
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      signal,
    });
  }

  async function send<T>(attempt: Attempt, read: Reader<T>): Promise<T> {
    const { signal } = attempt;
    const end = new AbortController();
    const timer = setTimeout(() => end.abort(new UpstreamError('timeout')), timeoutMs);
    let isSent = false;
    const giveUp = () => {
      // A write that is on its way takes effect or not: it is left to tell, for whoever asks again by the same key.
      if (!isSent || toCallError(signal.reason).kind !== 'cancelled') end.abort(signal.reason);
    };
    const onSent = () => {
      isSent = true;
      attempt.onSent();
    };
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      signal.throwIfAborted();
      // undici heeds the signal only once it has a connection, and then does not send what was given up.
      return await read(await waitUntil(end.signal, request({ ...attempt, onSent }, end.signal)));
    } catch (thrown) {
      throw toCallError(end.signal.aborted && !(thrown instanceof UpstreamError) ? end.signal.reason : thrown);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    }
  }

  return {
    retries: createRetryBudget(),
    async attempt(attempt, read) {
      breaker.check();
      await queue.enter(attempt.caller, attempt.signal);
      try {
        // Again, for those who wait while it opens; and what becomes of them in line says nothing of the host.
        return await breaker.run(() => send(attempt, read));
      } finally {
        queue.leave();
      }
    },
    state: () => ({ breaker: breaker.state(), active: queue.active(), waiting: queue.waiting() }),
    close: () => pool.destroy(),
  };
}

function noteSending(onSent: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart: (...args) => {
        handler.onRequestStart?.(...args);
        onSent();
      },
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });
}
