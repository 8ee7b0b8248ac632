import { GraphQLError } from 'graphql';
import type { Caller } from './caller.ts';

/** The scope that lets an end user see their own account numbers in full. */
export const sensitiveScope = 'paylink:sensitive';

/** The one user whom a caller may see; null for a service, which may see everybody. */
export function selfOf(caller: Caller): string | null {
  return caller.kind === 'end-user' ? caller.identifier : null;
}

/** Whose tasks are, as far as it matters to one caller. */
export interface TaskOwners {
  /** Whether it is known without asking that the caller may see the task. */
  knows(taskId: string): boolean;
  /** To be told whenever the owner of a task turns up. */
  note(taskId: string, identifier: string | undefined): void;
  /** Whether the caller may see a task that was found. */
  admits(task: FoundTask): boolean;
}

interface FoundTask {
  readonly id: string;
  /** Whose it is; undefined where the call that found it does not tell. */
  readonly user?: { readonly identifier: string } | null;
}

export function requireService(caller: Caller): void {
  if (caller.kind !== 'service') throw forbidden('Only a service may do this.');
}

/** Throws the same whether or not there is such a user. */
export function requireSight(caller: Caller, identifier: string): void {
  if (caller.kind !== 'service' && caller.identifier !== identifier) throw forbidden('You may see yourself alone.');
}

export function requireScope(caller: Caller, scope: string): void {
  if (caller.kind !== 'service' && !caller.scopes.has(scope)) throw forbidden(`This needs the scope \`${scope}\`.`);
}

function forbidden(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });
}
