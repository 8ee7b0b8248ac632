import { KeyReusedError } from '../../state/idempotency.ts';
import { UpstreamError } from '../../upstream/errors.ts';
import type { UserError } from './model.ts';

const identifierField = ['input', 'identifier'];
const keyField = ['input', 'idempotencyKey'];

/** What the caller of a mutation is meant to act on; anything else that went wrong is passed on as it is. */
export function toUserError(thrown: unknown): UserError {
  if (thrown instanceof KeyReusedError) {
    return { code: 'CONFLICT', message: 'Was used for another input, within ten minutes.', field: keyField };
  }
  if (!(thrown instanceof UpstreamError)) throw thrown;
  switch (thrown.kind) {
    case 'refused':
      return { code: 'REFUSED', message: `Atomic refused this input (${thrown.status}).`, field: null };
    case 'not-found':
      return { code: 'NOT_FOUND', message: 'Atomic knows no user of this identifier.', field: identifierField };
    default:
      throw thrown;
  }
}
