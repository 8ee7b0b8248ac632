import { GraphQLError } from 'graphql';
import type { UserErrorCode } from '../../graphql/generated.ts';

/** A reason for refusing an input. It never repeats a value of the input. */
export interface UserError {
  readonly code: UserErrorCode;
  readonly message: string;
  readonly field: readonly string[] | null;
}

/** Refuses an argument where there is no mutation payload to report it in. */
export function badUserInput(argument: string, claim: string): GraphQLError {
  return new GraphQLError(`\`${argument}\` ${claim}.`, { extensions: { code: 'BAD_USER_INPUT' } });
}
