import type { Done, Layer } from './call.ts';
import { toUpstreamError, UpstreamError } from './errors.ts';
import type { Shape } from './shape.ts';

/** A response, as far as it arrived. */
export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly chunks: readonly Buffer[];
  /** Why the body is not complete; null when it is. */
  readonly failure: UpstreamError | null;
}

/** Layer: makes a value, or an error, of each response. */
export function readResponses(): Layer {
  return (next) => (call, done) => {
    const read: Done = (error, response) => {
      if (error) {
        done(error);
        return;
      }
      const { status, headers, chunks, failure } = response as Response;
      // The status of an error counts, even when its body is not complete.
      if (status < 200 || status > 299) done(toUpstreamError(status, headers['retry-after'], toText(chunks)));
      // Any 2xx is a success.
      else if (call.shape === null) done(null);
      else if (failure) done(failure);
      else readValue(call.shape, toText(chunks), status);
    };
    const readValue = (shape: Shape<unknown>, text: string, status: number) => {
      const reading = shape.read(parseJson(text));
      if (reading === null) {
        done(new UpstreamError('invalid-response', { status }));
        return;
      }
      call.drift = reading.drift;
      done(null, reading.value);
    };
    next(call, read);
  };
}

function toText(chunks: readonly Buffer[]): string {
  const [first] = chunks;
  return first && chunks.length === 1 ? first.toString() : Buffer.concat(chunks).toString();
}

/** Undefined when the text is not JSON: the message of a syntax error quotes the text, so the error is not kept. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
