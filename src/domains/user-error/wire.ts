import { KeyReusedError } from '../../state/idempotency.ts';
import { UpstreamError } from '../../upstream/errors.ts';
import type { UserError } from './model.ts';

const identifierField = ['input', 'identifier'];
const keyField = ['input', 'idempotencyKey'];

/** Converts failures that the caller can correct; rethrows all others. */
export function toUserError(thrown: unknown): UserError {
  if (thrown instanceof KeyReusedError) {
    return {
      code: 'CONFLICT',
      message: 'Already used for another input within the last ten minutes.',
      field: keyField,
    };
  }
  if (!(thrown instanceof UpstreamError)) throw thrown;
  switch (thrown.kind) {
    case 'refused':
      return { code: 'REFUSED', message: `Atomic refused this input (${thrown.status}).`, field: null };
    case 'not-found':
      return { code: 'NOT_FOUND', message: 'Atomic has no user with this identifier.', field: identifierField };
    default:
      throw thrown;
  }
}
