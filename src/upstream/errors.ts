import { type ErrorPaths, findPaths } from './error-paths.ts';

export type UpstreamErrorKind =
  /** An id that cannot be part of a path; nothing was sent. */
  | 'invalid-id'
  /** 400 or 422. */
  | 'refused'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  /** 404 for a call that needs nothing to exist: the host or the path is wrong. */
  | 'wrong-address'
  | 'rate-limited'
  /** 50X, no connection, or a connection that broke before the response was complete. */
  | 'unavailable'
  /** Not sent: too many recent calls to the host failed. */
  | 'circuit-open'
  /** Not sent: too many calls wait already. */
  | 'overloaded'
  /** Not sent: the caller has used up its call limit. */
  | 'over-limit'
  | 'timeout'
  /** No caller waits for the response any more. */
  | 'cancelled'
  /** A response that differs from what the API promises. */
  | 'invalid-response'
  /** A write was sent, and no response says whether it took effect. */
  | 'outcome-unknown';

export interface UpstreamErrorDetails {
  readonly status?: number;
  /** The number at the top of an error body, such as 40104. */
  readonly upstreamCode?: number;
  readonly paths?: ErrorPaths;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** Why a call to the upstream failed. Contains nothing from the upstream except numbers, and paths that are never logged. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly kind: UpstreamErrorKind;
  readonly status: number | null;
  readonly upstreamCode: number | null;
  readonly retryAfterMs: number | null;
  readonly #paths: ErrorPaths;

  constructor(kind: UpstreamErrorKind, details: UpstreamErrorDetails = {}) {
    // A stack would cost more than the rest of a failed call, and shows only the layers of the client.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(`upstream: ${kind}`, details.cause === undefined ? undefined : { cause: details.cause });
    Error.stackTraceLimit = stackTraceLimit;
    this.kind = kind;
    this.status = details.status ?? null;
    this.upstreamCode = details.upstreamCode ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.#paths = details.paths ?? [];
  }

  /** The paths in a refused body that the upstream named. Not enumerable, as it is text of the upstream. */
  get paths(): ErrorPaths {
    return this.#paths;
  }
}

/** The error for a response with another status than 2xx. */
export function toUpstreamError(
  status: number,
  retryAfter: string | string[] | undefined,
  body: string,
): UpstreamError {
  const retryAfterMs = toDelayMs(retryAfter);
  const upstreamCode = toUpstreamCode(body);
  const kind = toKind(status, body);
  return new UpstreamError(kind, {
    status,
    ...(kind === 'refused' && { paths: findPaths(body) }),
    ...(retryAfterMs !== null && { retryAfterMs }),
    ...(upstreamCode !== null && { upstreamCode }),
  });
}

function toKind(status: number, body: string): UpstreamErrorKind {
  if (status === 400 || status === 422) return 'refused';
  // The page of a firewall says nothing about the credentials: the API itself answers with JSON.
  if (status === 401) return isJsonObject(body) ? 'unauthenticated' : 'invalid-response';
  if (status === 403) return isJsonObject(body) ? 'forbidden' : 'invalid-response';
  if (status === 404) return 'not-found';
  if (status === 429) return 'rate-limited';
  return status >= 500 || status === 408 || status === 425 ? 'unavailable' : 'invalid-response';
}

/** By its first character, as the rest may not have arrived. */
function isJsonObject(body: string): boolean {
  return body.trimStart().startsWith('{');
}

const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** `Retry-After` is a number of seconds or an HTTP date; any other value is ignored. */
function toDelayMs(retryAfter: string | string[] | undefined): number | null {
  if (typeof retryAfter !== 'string') return null;
  const atMs = httpDate.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN;
  const delayMs = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : atMs - Date.now();
  return Number.isSafeInteger(delayMs) ? Math.max(0, delayMs) : null;
}

/**
 * Error bodies are not documented. Some have a numeric `code` at the top, and some are not JSON. A longer number is not a
 * code: it could be an account number.
 */
function toUpstreamCode(body: string): number | null {
  try {
    const { code } = JSON.parse(body) as { code?: unknown };
    return typeof code === 'number' && Math.abs(code) < 1e6 ? code : null;
  } catch {
    return null;
  }
}

const unusable = new Set(['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'UND_ERR_HEADERS_OVERFLOW']);

/** The error for an exchange without a complete response. */
export function toCallError(cause: unknown): UpstreamError {
  if (cause instanceof UpstreamError) return cause;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  // Too large, or not HTTP: it was a response all the same, and the next would be no better.
  const kind = unusable.has(code) || code.startsWith('HPE_') ? 'invalid-response' : 'unavailable';
  return new UpstreamError(kind, { cause });
}

/** Turns an error that means absence into null. */
export async function nullIf<T>(isAbsence: (kind: UpstreamErrorKind) => boolean, found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (thrown) {
    if (thrown instanceof UpstreamError && isAbsence(thrown.kind)) return null;
    throw thrown;
  }
}
