import type { UserError } from './model.ts';
import { toUserError } from './wire.ts';

export type WriteResult<Result> =
  | { readonly result: Result; readonly userErrors: readonly [] }
  | { readonly result: null; readonly userErrors: readonly UserError[] };

const maxErrors = 100;

/** Writes unless there are `userErrors`. Reports a refusal by the upstream as a user error as well. */
export async function tryWrite<Result>(
  userErrors: readonly UserError[],
  write: () => Promise<Result>,
): Promise<WriteResult<Result>> {
  if (userErrors.length > 0) return { result: null, userErrors: userErrors.slice(0, maxErrors) };
  try {
    return { result: await write(), userErrors: [] };
  } catch (thrown) {
    return { result: null, userErrors: [toUserError(thrown)] };
  }
}
