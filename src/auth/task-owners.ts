import { LRUCache } from 'lru-cache';
import { openVault } from '../credentials/vault.ts';
import { selfOf, type TaskOwners } from './access.ts';
import { type Caller, ownerOf } from './caller.ts';

export interface TaskMemory {
  readonly startFor: (caller: Caller) => TaskOwners;
}

/** Some 13 MB when it is full. A task that is forgotten costs a heavier call once. */
const maxKnown = 100_000;

/**
 * Remembers which tasks are whose: that never changes. What is remembered is that a task is the caller's own, and by the caller
 * alone. That one is another's is found out anew each time, with as many calls as that there is none.
 */
export function createTaskMemory(): TaskMemory {
  const known = new LRUCache<string, true>({ max: maxKnown });

  function startForUser(caller: Caller, self: string): TaskOwners {
    let nameOf: ((taskId: string) => string) | undefined;
    const toKey = (taskId: string) => {
      nameOf ??= openVault(ownerOf(caller), 'tasks').nameOf;
      return nameOf(taskId);
    };
    const knows = (taskId: string) => known.get(toKey(taskId)) ?? false;
    return {
      knows,
      note: (taskId, identifier) => {
        if (identifier === self) known.set(toKey(taskId), true);
      },
      admits: ({ id, user }) => (user ? user.identifier === self : user === undefined && knows(id)),
    };
  }

  return {
    startFor: (caller) => {
      const self = selfOf(caller);
      return self === null ? everybodys : startForUser(caller, self);
    },
  };
}

const everybodys: TaskOwners = { knows: () => true, note: () => undefined, admits: () => true };
