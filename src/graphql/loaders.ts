import type { TaskOwners } from '../auth/access.ts';
import { createPayLinkAccountLoaders } from '../domains/pay-link-account/loaders.ts';
import { createTaskLoaders } from '../domains/task/loaders.ts';
import type { Upstream } from '../upstream/client.ts';

export type Loaders = ReturnType<typeof createLoaders>;

/** The loaders of one request. They are never shared, so one caller never sees data read for another. */
export function createLoaders(upstream: Upstream, taskOwners: TaskOwners) {
  const task = createTaskLoaders(upstream, taskOwners);
  const payLinkAccount = createPayLinkAccountLoaders(upstream);
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
