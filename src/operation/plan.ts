import { GraphQLError } from 'graphql';
import { endUserOf } from '../auth/access.ts';
import { createResponseCounter, type ResponseCounter } from '../graphql/response-counter.ts';
import type { CallPlan } from '../planning/call-plan.ts';
import type { Admitted, OperationRequest } from './admit.ts';
import { readVariables } from './documents/request.ts';
import { countIntrospection } from './introspection.ts';
import type { PreparedOperation } from './prepare.ts';
import type { OperationParts } from './run.ts';
import { coerceVariables } from './variables.ts';

export interface PlanLimits {
  /** REST calls that an operation may need. */
  readonly callBudget: number;
  readonly maxAnswerFields: number;
}

export interface Planned {
  readonly plan: CallPlan;
  /** About how many fields the response has at most. */
  readonly fields: number;
  readonly response: ResponseCounter;
}

/** Everything that follows from the variables and the caller. Throws where the variables do not fit. */
export function planOperation(
  { schema, limits }: OperationParts,
  operation: PreparedOperation,
  { parameters }: OperationRequest,
  { caller, taskOwners }: Admitted,
): Planned {
  const { node, document } = operation;
  const { maxAnswerFields: max } = limits;
  const variables = coerceVariables(schema, node, readVariables(parameters));
  const plan = operation.plan.plan(variables, { self: endUserOf(caller), knowsOwner: taskOwners.knows }, max);
  const introspection = document.usesIntrospection ? countIntrospection(schema, operation, variables, max) : 0;
  const response = createResponseCounter(max, introspection, plan);
  return { plan, fields: plan.size + introspection, response };
}

/** Why a plan is over the limits; null for a plan that may be carried out. A plan is shown whatever it costs. */
export function findExcess(
  { plan, fields }: Planned,
  { callBudget, maxAnswerFields }: PlanLimits,
  { explain }: OperationRequest,
): GraphQLError | null {
  if (fields > maxAnswerFields) return tooComplex(maxAnswerFields);
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
