import { execute, type FormattedExecutionResult, type GraphQLError } from 'graphql';
import { reportPlan } from '../planning/report.ts';
import { readVariables } from './documents/request.ts';
import { formatErrors } from './format-errors.ts';
import type { OperationResponse } from './respond.ts';
import type { OperationParts } from './run.ts';
import type { RunnableOperation } from './started.ts';

/** The call plan in place of an execution, where the client asks for it; null where the operation is to be executed. */
export function explainOnly({ request, plan }: RunnableOperation, callBudget: number): FormattedExecutionResult | null {
  return request.explain === 'plan' ? { extensions: { upstream: reportPlan(plan, callBudget) } } : null;
}

interface Executed {
  /** As they were thrown. */
  readonly errors: readonly GraphQLError[];
  readonly executed: OperationResponse;
}

/** Executes an operation by graphql-js, as Apollo Server does. */
export async function executeOperation(
  { schema, formatError }: OperationParts,
  operation: RunnableOperation,
): Promise<Executed> {
  const { node, document } = operation.prepared;
  const result = await execute({
    schema,
    document: document.ast,
    operationName: node.name?.value,
    variableValues: readVariables(operation.request.parameters),
    contextValue: operation,
  });
  const { errors = [], ...rest } = result;
  if (errors.length === 0) return { errors, executed: { status: undefined, result: rest } };
  const { formatted, status } = formatErrors(errors, formatError);
  return { errors, executed: { status, result: { ...rest, errors: formatted } } };
}
