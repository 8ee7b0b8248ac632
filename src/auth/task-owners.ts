import { LRUCache } from 'lru-cache';
import { openVault } from '../credentials/vault.ts';
import { endUserOf, type TaskOwners } from './access.ts';
import { type Caller, ownerOf } from './caller.ts';

export interface TaskMemory {
  readonly startFor: (caller: Caller) => TaskOwners;
}

/** About 13 MB when full. An evicted task costs one more expensive call on its next read. */
const maxKnown = 100_000;

/**
 * Remembers, for each caller separately, which tasks are their own; the owner of a task never changes. Tasks of other users
 * are not remembered, so reading one costs as many calls as reading a task that does not exist.
 */
export function createTaskMemory(): TaskMemory {
  const known = new LRUCache<string, true>({ max: maxKnown });

  function startForUser(caller: Caller, endUser: string): TaskOwners {
    let nameOf: ((taskId: string) => string) | undefined;
    const toKey = (taskId: string) => {
      nameOf ??= openVault(ownerOf(caller), 'tasks').nameOf;
      return nameOf(taskId);
    };
    const knows = (taskId: string) => known.get(toKey(taskId)) ?? false;
    return {
      knows,
      record: (taskId, identifier) => {
        if (identifier === endUser) known.set(toKey(taskId), true);
      },
      canSee: ({ id, user }) => (user ? user.identifier === endUser : user === undefined && knows(id)),
    };
  }

  return {
    startFor: (caller) => {
      const endUser = endUserOf(caller);
      return endUser === null ? unrestricted : startForUser(caller, endUser);
    },
  };
}

const unrestricted: TaskOwners = { knows: () => true, record: () => undefined, canSee: () => true };
