import type { Call } from './call.ts';
import { UpstreamError, type UpstreamErrorKind } from './errors.ts';

/** Whether a failed attempt at a write may have taken effect. */
export function isOutcomeUnknown({ method, isSent }: Call, error: UpstreamError): boolean {
  return method !== 'GET' && isSent && mayHaveTakenEffect(error);
}

/** There was no response, or a proxy lost the response. */
function mayHaveTakenEffect({ status }: UpstreamError): boolean {
  return status === null || status === 502 || status === 504;
}

const kinds: readonly UpstreamErrorKind[] = ['outcome-unknown', 'invalid-response'];

/** The failures of writes for idempotency keys: a key is kept after a failure of these kinds, and free after any other. */
export const writeFailures = {
  toText: (thrown: unknown): string | null => (isOf(kinds, thrown) ? thrown.kind : null),
  toError: (text: string) => new UpstreamError(kinds.find((kind) => kind === text) ?? 'outcome-unknown'),
  lost: 'outcome-unknown',
  isAbandoned: (thrown: unknown) => isOf(['cancelled'], thrown),
};

function isOf(among: readonly UpstreamErrorKind[], thrown: unknown): thrown is UpstreamError {
  return thrown instanceof UpstreamError && among.includes(thrown.kind);
}
