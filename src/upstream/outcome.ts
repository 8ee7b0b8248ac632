import type { Call } from './call.ts';
import { UpstreamError, type UpstreamErrorKind } from './errors.ts';

/** Whether a failed attempt at a write may have taken effect. */
export function isOutcomeUnknown({ method, isSent }: Call, error: UpstreamError): boolean {
  return method !== 'GET' && isSent && mayHaveTakenEffect(error);
}

/** There was no response, or a proxy lost the response. */
function mayHaveTakenEffect({ status }: UpstreamError): boolean {
  return status === null || status === 408 || status === 502 || status === 504 || isOfProxy(status);
}

/** 520 to 530, for example: from a CDN or a load balancer in front of the API. Standard statuses end at 511. */
export function isOfProxy(status: number): boolean {
  return status > 511;
}

const kinds: readonly UpstreamErrorKind[] = ['outcome-unknown', 'invalid-response'];

/** The failures of writes for idempotency keys: a key is kept after a failure of these kinds, and free after any other. */
export const writeFailures = {
  toText: (thrown: unknown): string | null => (isOf(kinds, thrown) && !isFromFirewall(thrown) ? thrown.kind : null),
  toError: (text: string) => new UpstreamError(kinds.find((kind) => kind === text) ?? 'outcome-unknown'),
  lost: 'outcome-unknown',
  isAbandoned: (thrown: unknown) => isOf(['cancelled'], thrown),
};

/** A firewall lets nothing through that it answers itself. */
function isFromFirewall({ status }: UpstreamError): boolean {
  return status === 401 || status === 403;
}

function isOf(among: readonly UpstreamErrorKind[], thrown: unknown): thrown is UpstreamError {
  return thrown instanceof UpstreamError && among.includes(thrown.kind);
}
