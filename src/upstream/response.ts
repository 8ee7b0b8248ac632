import type { Dispatcher } from 'undici';
import type { Drift } from './drift.ts';
import { toUpstreamError, UpstreamError } from './errors.ts';
import type { Shape } from './shape.ts';

/** The JSON of a 2xx, in its declared shape. `onDrift` is told of each difference that could be lived with. */
export async function readJson<T>(
  response: Dispatcher.ResponseData,
  shape: Shape<T>,
  onDrift: (drift: Drift) => void,
): Promise<T> {
  if (!isSuccess(response)) throw await readError(response);
  const answer = parseJson(await response.body.text(), response.statusCode);
  const reading = shape.read(answer);
  if (reading === null) throw new UpstreamError('invalid-response', { status: response.statusCode });
  for (const drift of reading.drift) onDrift(drift);
  return reading.value;
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

function parseJson(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The syntax error is no cause to keep: its message quotes the answer.
    throw new UpstreamError('invalid-response', { status });
  }
}

/** What went wrong with a call, from whatever was thrown on its way. */
export function toCallError(cause: unknown): UpstreamError {
  if (cause instanceof UpstreamError) return cause;
  const code = codeOf(cause);
  // What is too large, or no HTTP, is an answer all the same: another would not be better.
  if (unusable.has(code) || code.startsWith('HPE_')) return new UpstreamError('invalid-response', { cause });
  if (timeouts.has(code)) return new UpstreamError('timeout', { cause });
  return new UpstreamError('unavailable', { cause });
}

const unusable = new Set(['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'UND_ERR_HEADERS_OVERFLOW']);
const timeouts = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

function codeOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}
