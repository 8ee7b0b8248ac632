import { UpstreamError, type UpstreamErrorKind } from './errors.ts';

/** Whether a write that was sent may have taken effect: there was no answer, or a proxy lost the answer. */
export function mayHaveTakenEffect({ status }: UpstreamError): boolean {
  return status === null || status === 502 || status === 504;
}

const refusals: ReadonlySet<UpstreamErrorKind> = new Set(['refused', 'unauthenticated', 'forbidden', 'not-found']);

/** The error of a write after an attempt that may have taken effect. A refusal holds for the attempts before it too. */
export function toUnknownOutcome(error: UpstreamError): UpstreamError {
  return refusals.has(error.kind) ? error : new UpstreamError('outcome-unknown', { cause: error });
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
