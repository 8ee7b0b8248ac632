import { GraphQLError } from 'graphql';
import type { UserErrorCode } from '../../graphql/generated.ts';

/** Why an input was refused. Nothing in it repeats what was given. */
export interface UserError {
  readonly code: UserErrorCode;
  readonly message: string;
  readonly field: readonly string[] | null;
}

/** What refuses an argument outside a mutation payload. */
export function badUserInput(argument: string, claim: string): GraphQLError {
  return new GraphQLError(`\`${argument}\` ${claim}.`, { extensions: { code: 'BAD_USER_INPUT' } });
}
