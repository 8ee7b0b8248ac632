import type { MutationInput } from './field-path.ts';
import { type InputError, maxErrors, type UserError } from './model.ts';
import { toUserError } from './wire.ts';

export type WriteResult<Result> =
  | { readonly result: Result; readonly userErrors: readonly [] }
  | { readonly result: null; readonly userErrors: readonly UserError[] };

/** Writes unless there are `inputErrors`. Reports a refusal by the upstream as a user error as well. */
export async function tryWrite<Result>(
  inputErrors: readonly InputError[],
  mutation: MutationInput,
  write: () => Promise<Result>,
): Promise<WriteResult<Result>> {
  if (inputErrors.length > 0) {
    const userErrors = inputErrors.slice(0, maxErrors).map((error) => ({ ...error, upstreamCode: null }));
    return { result: null, userErrors };
  }
  try {
    return { result: await write(), userErrors: [] };
  } catch (thrown) {
    return { result: null, userErrors: [toUserError(thrown, mutation)] };
  }
}
