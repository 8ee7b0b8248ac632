export type UpstreamErrorKind =
  /** An id that cannot go into a path; nothing was sent. */
  | 'invalid-id'
  /** 400 or 422. */
  | 'refused'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  /** 50X, no connection, or one that broke before the answer was complete. */
  | 'unavailable'
  /** Not sent: the host failed too often just before. */
  | 'circuit-open'
  /** Not sent: too many calls wait already. */
  | 'overloaded'
  /** Not sent: the caller has made as many calls as they may. */
  | 'over-limit'
  | 'timeout'
  /** Nobody waits for the answer any more. */
  | 'cancelled'
  /** An answer, but not the one that was promised. */
  | 'invalid-response'
  /** A write was sent, and no answer came that says what became of it. */
  | 'outcome-unknown';

export interface UpstreamErrorDetails {
  readonly status?: number;
  /** The number at the top of an error body, such as 40104. */
  readonly upstreamCode?: number;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** Why a call to the upstream gave nothing. Holds nothing that the upstream wrote but numbers. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly kind: UpstreamErrorKind;
  readonly status: number | null;
  readonly upstreamCode: number | null;
  readonly retryAfterMs: number | null;

  constructor(kind: UpstreamErrorKind, details: UpstreamErrorDetails = {}) {
    super(`upstream: ${kind}`, { cause: details.cause });
    this.kind = kind;
    this.status = details.status ?? null;
    this.upstreamCode = details.upstreamCode ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}

/** What an answer that is not a 2xx means. */
export function toUpstreamError(status: number, retryAfter: string | undefined, body: string): UpstreamError {
  const retryAfterMs = toDelayMs(retryAfter);
  const upstreamCode = toUpstreamCode(body);
  return new UpstreamError(toKind(status), {
    status,
    ...(retryAfterMs !== null && { retryAfterMs }),
    ...(upstreamCode !== null && { upstreamCode }),
  });
}

function toKind(status: number): UpstreamErrorKind {
  if (status === 400 || status === 422) return 'refused';
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 429) return 'rate-limited';
  return status >= 500 ? 'unavailable' : 'invalid-response';
}

const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** `Retry-After` is a number of seconds or an HTTP date; anything else is as good as none. */
function toDelayMs(retryAfter: string | undefined): number | null {
  if (retryAfter === undefined) return null;
  const atMs = httpDate.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN;
  const delayMs = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : atMs - Date.now();
  return Number.isSafeInteger(delayMs) ? Math.max(0, delayMs) : null;
}

/**
 * No error body is published. One with a numeric `code` at its top has been seen; one may be no JSON at all. A longer number
 * is no code, and may be that of an account.
 */
function toUpstreamCode(body: string): number | null {
  try {
    const { code } = JSON.parse(body) as { code?: unknown };
    return typeof code === 'number' && Math.abs(code) < 1e6 ? code : null;
  } catch {
    return null;
  }
}

/** Makes an answer of an absence, by the kind of the error that tells of it. */
export async function nullIf<T>(isAbsence: (kind: UpstreamErrorKind) => boolean, found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (thrown) {
    if (thrown instanceof UpstreamError && isAbsence(thrown.kind)) return null;
    throw thrown;
  }
}
