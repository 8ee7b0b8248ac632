import type { TaskOwners } from '../auth/access.ts';
import { createPayLinkAccountLoaders } from '../domains/pay-link-account/loaders.ts';
import { createTaskLoaders } from '../domains/task/loaders.ts';
import type { Upstream } from '../upstream/client.ts';
import { watchIdle } from '../upstream/idle.ts';

export type Loaders = ReturnType<typeof createLoaders>;

/** The loaders of one request. They are never shared, so one caller never sees data read for another. */
export function createLoaders(upstream: Upstream, taskOwners: TaskOwners) {
  const idle = watchIdle(upstream);
  const task = createTaskLoaders(idle, taskOwners);
  const payLinkAccount = createPayLinkAccountLoaders(idle.upstream);
  return {
    task,
    payLinkAccount,
    /** Clears cached data of a user when a mutation changes it. */
    clearUser(identifier: string): void {
      task.clearUser(identifier);
      payLinkAccount.byUser.clear(identifier);
    },
  };
}
