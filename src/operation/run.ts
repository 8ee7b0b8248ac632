import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Authentication } from '../auth/authentication.ts';
import { type ContextResources, createContext } from '../graphql/context.ts';
import { admit, type OperationRequest } from './admit.ts';
import type { Documents } from './documents/source.ts';
import { executeOperation } from './execute.ts';
import type { FormatError } from './format-errors.ts';
import { findExcess, type PlanLimits, planOperation } from './plan.ts';
import { logUnforeseen, type ResponseLimits, respond, toText } from './respond.ts';
import type { RunnableOperation, StartedOperation } from './started.ts';

/** Everything that the operations of this process share. */
export interface OperationParts {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly identify: Authentication['identify'];
  readonly resources: ContextResources;
  readonly limits: PlanLimits & ResponseLimits & { readonly timeoutMs: number };
  readonly formatError: FormatError;
  readonly log: Logger;
}

/**
 * The steps of an operation, in order, up to its execution. Apollo Server or `finishOperation` takes the others. Rejects
 * where the caller, rather than the operation, is refused.
 */
export async function startOperation(parts: OperationParts, request: OperationRequest): Promise<StartedOperation> {
  const admitted = await admit(parts, request);
  const found = parts.documents.find(request.parameters);
  try {
    const prepared = parts.documents.prepare(found, request.parameters);
    const planned = planOperation(parts, prepared, request, admitted);
    const refusal = findExcess(planned, parts.limits, request);
    if (refusal) return { request, found, refusal, plan: planned.plan };
    const context = createContext(parts.resources, { requestId: request.id, ...admitted, ...planned });
    return { ...context, request, found, prepared };
  } catch (refusal) {
    return { request, found, refusal, plan: null };
  }
}

/** The other steps, without Apollo Server. The response is the same to the last byte. */
export async function finishOperation(parts: OperationParts, operation: RunnableOperation): Promise<FinishedOperation> {
  const { errors, executed } = await executeOperation(parts, operation);
  logUnforeseen(parts.log, operation.requestId, errors);
  const { status = 200, result } = respond(operation, executed, parts.limits);
  return { status, body: toText(result) };
}

export interface FinishedOperation {
  readonly status: number;
  readonly body: string;
}

/** The steps as a transport calls them. */
export function createSteps({ expressLane }: { readonly expressLane: boolean }, parts: OperationParts) {
  return {
    start: (request: OperationRequest) => startOperation(parts, request),
    finish: expressLane ? (operation: RunnableOperation) => finishOperation(parts, operation) : null,
  };
}
