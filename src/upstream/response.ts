import type { Dispatcher } from 'undici';
import { toUpstreamError, UpstreamError } from './errors.ts';
import type { Shape } from './shape.ts';

/** The JSON of a 2xx, in its declared shape. */
export async function readJson<T>(response: Dispatcher.ResponseData, shape: Shape<T>): Promise<T> {
  if (!isSuccess(response)) throw await readError(response);
  const answer = parseJson(await readText(response));
  if (!shape.matches(answer)) throw new UpstreamError('invalid-response', { status: response.statusCode });
  return answer;
}

/** That it was a 2xx. */
export async function readNothing(response: Dispatcher.ResponseData): Promise<void> {
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

export interface CallState {
  /** Whether it was a write, and was sent. */
  readonly mayHaveActed: boolean;
  readonly isTimedOut: boolean;
}

/** What went wrong with a call, from whatever was thrown on its way. */
export function toCallError(cause: unknown, { mayHaveActed, isTimedOut }: CallState): UpstreamError {
  if (cause instanceof UpstreamError) return cause;
  if (mayHaveActed) return new UpstreamError('outcome-unknown', { cause });
  if (isTimedOut || isTimeout(cause)) return new UpstreamError('timeout', { cause });
  if (cause instanceof BrokenOffAnswer) return new UpstreamError('invalid-response', { status: cause.status, cause });
  return new UpstreamError('unavailable', { cause });
}

function isTimeout(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'code' in cause && String(cause.code).includes('TIMEOUT');
}
