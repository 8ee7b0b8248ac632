import { GraphQLError } from 'graphql';
import type { UserErrorCode } from '../../graphql/generated.ts';

/** The most errors that are reported of one input. */
export const maxErrors = 100;

/** A reason for refusing an input before it is sent. It never repeats a value of the input. */
export interface InputError {
  readonly code: UserErrorCode;
  readonly message: string;
  readonly field: readonly string[] | null;
}

/** A reason for refusing an input, which may come from the upstream. */
export interface UserError extends InputError {
  /** The number in the error body of the upstream; null if there is none. */
  readonly upstreamCode: number | null;
}

/** Refuses an argument where there is no mutation payload to report it in. */
export function badUserInput(argument: string, claim: string): GraphQLError {
  return new GraphQLError(`\`${argument}\` ${claim}.`, { extensions: { code: 'BAD_USER_INPUT' } });
}
