import type { EndMonitoringInput } from '../../graphql/generated.ts';
import * as rules from '../user-data/rules.ts';
import type { UserError } from '../user-error/model.ts';

const nameRules: rules.Rules<EndMonitoringInput> = {
  identifier: rules.identifierRules,
  idempotencyKey: rules.idempotencyKeyRules,
};

/** Checks the identifier and the idempotency key, which every mutation takes. */
export function checkNames(input: EndMonitoringInput): UserError[] {
  return rules.checkValues(input, nameRules, ['input']);
}
