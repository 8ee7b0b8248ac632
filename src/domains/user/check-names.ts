import type { EndMonitoringInput } from '../../graphql/generated.ts';
import { checkValues, idempotencyKeyRules, identifierRules, type Rules } from '../user-data/rules.ts';
import type { InputError } from '../user-error/model.ts';

const nameRules: Rules<EndMonitoringInput> = {
  identifier: identifierRules,
  idempotencyKey: idempotencyKeyRules,
};

/** Checks the identifier and the idempotency key, which every mutation takes. */
export function checkNames(input: EndMonitoringInput): InputError[] {
  return checkValues(input, nameRules, ['input'], 'strict');
}
