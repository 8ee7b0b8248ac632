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

/** What went wrong with a call, from whatever was thrown on its way. */
export function toCallError(thrown: unknown, method: string, isTimedOut: boolean): UpstreamError {
  if (thrown instanceof UpstreamError) return thrown;
  const code = codeOf(thrown);
  if (method !== 'GET' && !connectCodes.has(code)) return new UpstreamError('outcome-unknown', { cause: thrown });
  if (isTimedOut || code.includes('TIMEOUT')) return new UpstreamError('timeout', { cause: thrown });
  if (thrown instanceof BrokenOffAnswer) {
    return new UpstreamError('invalid-response', { status: thrown.status, cause: thrown });
  }
  return new UpstreamError('unavailable', { cause: thrown });
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

function codeOf(thrown: unknown): string {
  const isCoded = typeof thrown === 'object' && thrown !== null && 'code' in thrown;
  return isCoded && typeof thrown.code === 'string' ? thrown.code : '';
}
