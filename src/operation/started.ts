import type { Context } from '../graphql/context.ts';
import type { CallPlan } from '../planning/call-plan.ts';
import type { OperationRequest } from './admit.ts';
import type { FoundDocument } from './documents/source.ts';
import type { PreparedOperation } from './prepare.ts';

interface Received {
  readonly request: OperationRequest;
  readonly found: FoundDocument | null;
}

/** An operation that may be executed: its resolvers receive this context. */
export interface RunnableOperation extends Received, Context {
  readonly prepared: PreparedOperation;
}

/** An operation that may not be executed. */
export interface RefusedOperation extends Received {
  readonly refusal: unknown;
  /** Null where the operation is refused before it is planned. */
  readonly plan: CallPlan | null;
}

export type StartedOperation = RunnableOperation | RefusedOperation;

export function isRefused(started: StartedOperation): started is RefusedOperation {
  return 'refusal' in started;
}
