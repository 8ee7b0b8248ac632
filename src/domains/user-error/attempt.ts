import type { UserError } from './model.ts';
import { toUserError } from './wire.ts';

export type Attempt<Result> =
  | { readonly result: Result; readonly userErrors: readonly [] }
  | { readonly result: null; readonly userErrors: readonly UserError[] };

/** Writes unless the input is refused, here by `userErrors` before anything is sent, or by the upstream. */
export async function attempt<Result>(
  userErrors: readonly UserError[],
  write: () => Promise<Result>,
): Promise<Attempt<Result>> {
  if (userErrors.length > 0) return { result: null, userErrors };
  try {
    return { result: await write(), userErrors: [] };
  } catch (thrown) {
    return { result: null, userErrors: [toUserError(thrown)] };
  }
}
