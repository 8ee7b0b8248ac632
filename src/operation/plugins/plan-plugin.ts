import { type ApolloServerPlugin, type GraphQLRequest, HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { endUserOf } from '../../auth/access.ts';
import type { Context } from '../../graphql/context.ts';
import { costs } from '../../graphql/costs.ts';
import { type CallPlan, createPlanner } from '../../planning/plan.ts';
import { reportPlan } from '../../planning/report.ts';
import { coerceVariables } from '../variables.ts';

/** `plan` answers with the plan in place of data; `report` adds it, and what it came to, to the answer. */
const explainHeader = 'x-paylink-explain';

/** Plans every operation before it runs, refuses one that may cost more than the budget, and explains on request. */
export function createPlanPlugin(budget: number, maxAnswerFields: number): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          if (!operation) return;
          const { caller, taskOwners } = contextValue;
          const viewpoint = { self: endUserOf(caller), knowsOwner: taskOwners.knows };
          const variables = coerceVariables(schema, operation, request.variables ?? {});
          const plan = createPlanner(schema, costs).prepare(document, operation).plan(variables, viewpoint);
          contextValue.plan = plan;
          if (plan.size > maxAnswerFields) throw tooComplex(maxAnswerFields);
          if (plan.total > budget && readExplain(request) !== 'plan') throw overBudget(plan, budget);
        },
        async responseForOperation({ request, contextValue: { plan } }) {
          if (readExplain(request) !== 'plan') return null;
          const extensions = { upstream: reportPlan(plan, budget) };
          return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult: { extensions } } };
        },
        async willSendResponse({ request, response: { body }, contextValue: { plan, calls } }) {
          if (body.kind !== 'single' || readExplain(request) !== 'report') return;
          const counted = calls.list();
          const total = counted.reduce((sum, call) => sum + call.calls, 0);
          const upstream = { ...reportPlan(plan, budget), actual: { total, calls: counted } };
          body.singleResult.extensions = { ...body.singleResult.extensions, upstream };
        },
      };
    },
  };
}

function readExplain({ http }: GraphQLRequest): string | undefined {
  return http?.headers.get(explainHeader);
}

function tooComplex(atMost: number): GraphQLError {
  const message = `The answer to this operation may have more than ${atMost} fields (MAX_ANSWER_FIELDS): select less, or smaller pages.`;
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
