import type { GraphQLSchema } from 'graphql';
import type { Authentication } from '../auth/authentication.ts';
import { type Context, type ContextResources, createContext } from '../graphql/context.ts';
import type { CallPlan } from '../planning/call-plan.ts';
import { admit, type OperationRequest } from './admit.ts';
import type { Documents, FoundDocument } from './documents/source.ts';
import { findExcess, type PlanLimits, planOperation } from './plan.ts';
import type { ResponseLimits } from './respond.ts';

/** Everything that the operations of this process share. */
export interface OperationParts {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly identify: Authentication['identify'];
  readonly resources: ContextResources;
  readonly limits: PlanLimits & ResponseLimits & { readonly timeoutMs: number };
}

interface Received {
  readonly request: OperationRequest;
  readonly found: FoundDocument | null;
}

/** An operation that may be executed: its resolvers receive this context. */
export interface RunnableOperation extends Received, Context {}

/** An operation that may not be executed. */
export interface RefusedOperation extends Received {
  readonly refusal: unknown;
  /** Null where the operation is refused before it is planned. */
  readonly plan: CallPlan | null;
}

export type StartedOperation = RunnableOperation | RefusedOperation;

/**
 * The steps of an operation, in order, up to its execution; `respond` follows it. Rejects where the caller, rather than the
 * operation, is refused.
 */
export async function startOperation(parts: OperationParts, request: OperationRequest): Promise<StartedOperation> {
  const admitted = await admit(parts, request);
  const found = parts.documents.find(request.parameters);
  try {
    const prepared = parts.documents.prepare(found, request.parameters);
    const planned = planOperation(parts, prepared, request, admitted);
    const refusal = findExcess(planned, parts.limits, request);
    if (refusal) return { request, found, refusal, plan: planned.plan };
    return { ...createContext(parts.resources, { requestId: request.id, ...admitted, ...planned }), request, found };
  } catch (refusal) {
    return { request, found, refusal, plan: null };
  }
}

export function isRefused(started: StartedOperation): started is RefusedOperation {
  return 'refusal' in started;
}
