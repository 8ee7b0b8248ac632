import { GraphQLError, type GraphQLSchema } from 'graphql';
import { endUserOf } from '../auth/access.ts';
import type { CallPlan } from '../planning/call-plan.ts';
import type { Admitted, OperationRequest } from './admit.ts';
import { readVariables } from './documents/request.ts';
import type { PreparedOperation } from './prepare.ts';
import { coerceVariables } from './variables.ts';

export interface PlanLimits {
  /** REST calls that an operation may need. */
  readonly callBudget: number;
  readonly maxAnswerFields: number;
}

/** Everything that follows from the variables and the caller. Throws where the variables do not fit. */
export function planOperation(
  schema: GraphQLSchema,
  { node, plan }: PreparedOperation,
  { parameters }: OperationRequest,
  { caller, taskOwners }: Admitted,
  { maxAnswerFields }: PlanLimits,
): CallPlan {
  const variables = coerceVariables(schema, node, readVariables(parameters));
  return plan.plan(variables, { self: endUserOf(caller), knowsOwner: taskOwners.knows }, maxAnswerFields);
}

/** Why a plan is over the limits; null for a plan that may be carried out. A plan is shown whatever it costs. */
export function findExcess(
  plan: CallPlan,
  { callBudget, maxAnswerFields }: PlanLimits,
  { explain }: OperationRequest,
): GraphQLError | null {
  if (plan.size > maxAnswerFields) return tooComplex(maxAnswerFields);
  return plan.total > callBudget && explain !== 'plan' ? overBudget(plan, callBudget) : null;
}

function tooComplex(atMost: number): GraphQLError {
  const message = `The response to this operation may have more than ${atMost} fields (MAX_ANSWER_FIELDS): select fewer fields, or smaller pages.`;
  return new GraphQLError(message, {
    extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'MAX_ANSWER_FIELDS', atMost, http: { status: 400 } },
  });
}

function overBudget({ calls, total }: CallPlan, budget: number): GraphQLError {
  const costliest = calls.toSorted((a, b) => b.atMost - a.atMost)[0];
  const message = `This operation may need ${total} REST calls, and ${budget} is the budget; \`${costliest?.path}\` may need ${costliest?.atMost} of them.`;
  return new GraphQLError(message, {
    extensions: {
      code: 'CALL_BUDGET_EXCEEDED',
      bound: total,
      budget,
      costliestPath: costliest?.path,
      http: { status: 400 },
    },
  });
}
