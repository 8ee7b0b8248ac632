import { KeyReusedError } from '../../state/idempotency.ts';
import { UpstreamError } from '../../upstream/errors.ts';
import { type MutationInput, toFieldPath } from './field-path.ts';
import type { UserError } from './model.ts';

const identifierField = ['input', 'identifier'];
const keyField = ['input', 'idempotencyKey'];

/** Converts failures that the caller can correct; rethrows all others. */
export function toUserError(thrown: unknown, mutation: MutationInput): UserError {
  if (thrown instanceof KeyReusedError) {
    return {
      code: 'CONFLICT',
      message: 'Already used for another input within the last ten minutes.',
      field: keyField,
      upstreamCode: null,
    };
  }
  if (!(thrown instanceof UpstreamError)) throw thrown;
  const { kind, status, upstreamCode, paths } = thrown;
  switch (kind) {
    case 'refused':
      return {
        code: 'REFUSED',
        message: `Atomic refused this input (${status}).`,
        field: toFieldPath(mutation, paths),
        upstreamCode,
      };
    case 'not-found':
      return {
        code: 'NOT_FOUND',
        message: 'Atomic has no user with this identifier.',
        field: identifierField,
        upstreamCode,
      };
    default:
      throw thrown;
  }
}
