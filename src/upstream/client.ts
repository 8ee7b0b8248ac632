import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { hashCredentials } from '../credentials/fingerprint.ts';
import type { KeyPair } from '../credentials/key-pair.ts';
import type { AskedCall, EndedAttempt, UpstreamHost } from './calls.ts';
import { createCoalescer } from './coalesce.ts';
import type { Deadline } from './deadline.ts';
import type { Drift } from './drift.ts';
import { UpstreamError } from './errors.ts';
import { type Attempt, createHost, type HostOptions, type HostState, type Method, type Reader } from './host.ts';
import { mayHaveTakenEffect, toUnknownOutcome } from './outcome.ts';
import type { UpstreamPath } from './path.ts';
import { readJson, readNothing, toCallError } from './response.ts';
import { retryDelayMs } from './retry.ts';
import type { Shape } from './shape.ts';

/** The upstream as one operation of one caller sees it. `user` is whom a call is about, where it tells. */
export interface Upstream {
  get<T>(path: UpstreamPath, shape: Shape<T>, user?: string): Promise<T>;
  /** Not sent again unless it provably never left. */
  post<T>(host: UpstreamHost, path: UpstreamPath, write: Write, shape: Shape<T>): Promise<T>;
  /** Idempotent. What a PUT answers is not documented: any 2xx is success, and its body is not looked at. */
  put(host: UpstreamHost, path: UpstreamPath, write: Write): Promise<void>;
}

export interface Write {
  readonly user: string;
  readonly body?: object;
}

/** Asked before a call: in how many milliseconds there may be one more, or null when there may. */
export type TakeCall = () => Promise<number | null>;

/** Who is asking, and for how long. */
export interface Asker {
  readonly credentials: KeyPair;
  /** Whom the credentials act for, of several; null when they act for whoever holds them. */
  readonly onBehalfOf: string | null;
  readonly deadline: Deadline;
  readonly onCall: (call: AskedCall) => void;
  readonly takeCall: TakeCall | null;
}

/** How an answer of one endpoint differs from its declaration. */
export interface DriftOfAnswer extends Drift {
  readonly method: string;
  readonly route: string;
}

export interface UpstreamOptions extends HostOptions {
  readonly apiUrl: string;
  readonly pciUrl: string;
  /** How often a call is made again at most. */
  readonly maxRetries: number;
  readonly onAttempt: (attempt: EndedAttempt) => void;
  readonly onDrift: (drift: DriftOfAnswer) => void;
}

export interface UpstreamClient {
  actingFor(asker: Asker): Upstream;
  readonly state: () => Readonly<Record<UpstreamHost, HostState>>;
  close(): Promise<void>;
}

/** What is to be sent, and whom for. */
interface Call extends Pick<Attempt, 'method' | 'path' | 'body' | 'credentials' | 'caller'> {
  readonly host: UpstreamHost;
  readonly deadline: Deadline;
  readonly onCall: (call: AskedCall) => void;
  readonly takeCall: TakeCall | null;
}

export function createUpstreamClient(options: UpstreamOptions): UpstreamClient {
  const hosts = { api: createHost(options.apiUrl, options), pci: createHost(options.pciUrl, options) };
  const coalescer = createCoalescer();

  /** Makes a call, again where that is safe and of use. */
  async function send<T>(call: Call, read: Reader<T>): Promise<T> {
    let mayHaveActed = false;
    const retryAfterMs = call.takeCall && (await call.takeCall());
    if (retryAfterMs !== null) throw new UpstreamError('over-limit', { retryAfterMs });
    hosts[call.host].retries.add();
    for (let attempt = 1; ; attempt += 1) {
      const tried = await tryOnce(call, attempt, read);
      if ('answer' in tried) return tried.answer;
      mayHaveActed ||= tried.mayHaveActed;
      const isOver = tried.retryInMs === null || !(await rest(tried.retryInMs, call.deadline.signal));
      if (isOver) throw mayHaveActed ? toUnknownOutcome(tried.error) : tried.error;
    }
  }

  async function tryOnce<T>(call: Call, attempt: number, read: Reader<T>): Promise<Tried<T>> {
    const { host, method, path, deadline } = call;
    const startedAtMs = performance.now();
    let isSent = method === 'GET';
    const onSent = () => {
      isSent = true;
    };
    const end = (error: UpstreamError | null, retryInMs: number | null) => {
      const durationMs = performance.now() - startedAtMs;
      options.onAttempt({ host, method, route: path.route, attempt, durationMs, error, retryInMs });
    };
    call.onCall({ host, method, route: path.route, how: attempt === 1 ? 'sent' : 'repeated' });
    try {
      const answer = await hosts[host].attempt({ ...call, signal: deadline.signal, onSent }, read);
      end(null, null);
      return { answer };
    } catch (thrown) {
      const error = toCallError(thrown);
      const mayHaveActed = method !== 'GET' && isSent && mayHaveTakenEffect(error);
      const remainingMs = deadline.atMs - performance.now();
      const failed = { attempt, maxRetries: options.maxRetries, isRepeatable: method !== 'POST', isSent, remainingMs };
      const delayMs = retryDelayMs(failed, error, Math.random());
      const retryInMs = delayMs !== null && hosts[host].retries.spend() ? delayMs : null;
      end(mayHaveActed && retryInMs === null ? toUnknownOutcome(error) : error, retryInMs);
      return { error, retryInMs, mayHaveActed };
    }
  }

  function readAnswer<T>(
    response: Dispatcher.ResponseData,
    method: Method,
    path: UpstreamPath,
    shape: Shape<T>,
  ): Promise<T> {
    return readJson(response, shape, (drift) => options.onDrift({ ...drift, method, route: path.route }));
  }

  function actingFor({ credentials, onBehalfOf, deadline, onCall, takeCall }: Asker): Upstream {
    const caller = hashCredentials(credentials.apiKey, credentials.apiSecret, onBehalfOf);
    const by = { caller, credentials, onCall, takeCall };
    return {
      get: (path, shape, user) =>
        coalescer.read({
          subject: { caller, user: user ?? null },
          path: path.encoded,
          deadline,
          start: (shared) =>
            send({ ...by, host: 'api', method: 'GET', path, deadline: shared }, (response) =>
              readAnswer(response, 'GET', path, shape),
            ),
          onJoined: () => onCall({ host: 'api', method: 'GET', route: path.route, how: 'joined' }),
        }),
      post: (host, path, { user, body }, shape) =>
        coalescer.write({ caller, user }, () =>
          send({ ...by, host, method: 'POST', path, body, deadline }, (response) =>
            readAnswer(response, 'POST', path, shape),
          ),
        ),
      put: (host, path, { user, body }) =>
        coalescer.write({ caller, user }, () =>
          send({ ...by, host, method: 'PUT', path, body, deadline }, readNothing),
        ),
    };
  }

  return {
    actingFor,
    state: () => ({ api: hosts.api.state(), pci: hosts.pci.state() }),
    async close() {
      await Promise.all([hosts.api.close(), hosts.pci.close()]);
    },
  };
}

type Tried<T> =
  | { readonly answer: T }
  | { readonly error: UpstreamError; readonly retryInMs: number | null; readonly mayHaveActed: boolean };

/** Whether somebody still waits after that time. */
async function rest(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, true, { signal }).catch(() => false);
}
