import { UpstreamError, type UpstreamErrorKind } from './errors.ts';

/** Whether a write that was sent may have taken effect: nothing was answered, or by a proxy that lost the answer. */
export function leavesOpen({ status }: UpstreamError): boolean {
  return status === null || status === 502 || status === 504;
}

const refusals: ReadonlySet<UpstreamErrorKind> = new Set(['refused', 'unauthenticated', 'forbidden', 'not-found']);

/** What the end of a write means of which an attempt may have taken effect. A refusal holds for the attempts before too. */
export function toUnknownOutcome(error: UpstreamError): UpstreamError {
  return refusals.has(error.kind) ? error : new UpstreamError('outcome-unknown', { cause: error });
}
