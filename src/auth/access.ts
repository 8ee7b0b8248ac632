import { GraphQLError } from 'graphql';
import type { Caller } from './caller.ts';

/** The scope that lets end users read their own full account numbers. */
export const sensitiveScope = 'paylink:sensitive';

/** The scope that lets end users change their own data. Public tokens have no scopes: they live in browsers. */
const writeScope = 'paylink:write';

/** The identifier of an end user; null for a service, which can access every user. */
export function endUserOf(caller: Caller): string | null {
  return caller.kind === 'end-user' ? caller.identifier : null;
}

/** Decides for one caller which tasks are visible. */
export interface TaskOwners {
  /** Whether the task is already known to be visible, without a call to the upstream. */
  knows(taskId: string): boolean;
  /** Records the owner of a task that was read. */
  record(taskId: string, identifier: string | undefined): void;
  /** Whether the caller can see a task that was read. */
  canSee(task: FoundTask): boolean;
}

interface FoundTask {
  readonly id: string;
  /** The owner; undefined if the endpoint that returned the task does not include it. */
  readonly user?: { readonly identifier: string } | null;
}

export function requireService(caller: Caller): void {
  if (caller.kind !== 'service') throw forbidden('Only services can do this.');
}

/** Throws the same error whether or not the user exists. */
export function requireAccessToUser(caller: Caller, identifier: string): void {
  if (caller.kind !== 'service' && caller.identifier !== identifier) {
    throw forbidden('You can only access your own data.');
  }
}

/** The scope is checked first, so that a caller without it learns nothing about users. */
export function requireWriteAccessToUser(caller: Caller, identifier: string): void {
  if (caller.kind !== 'service' && !caller.scopes.has(writeScope)) {
    throw forbidden(`End users can only write with a bearer token that has the scope \`${writeScope}\`.`);
  }
  requireAccessToUser(caller, identifier);
}

export function requireScope(caller: Caller, scope: string): void {
  if (caller.kind !== 'service' && !caller.scopes.has(scope)) throw forbidden(`Requires the scope \`${scope}\`.`);
}

function forbidden(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });
}
