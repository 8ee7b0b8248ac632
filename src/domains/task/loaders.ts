import DataLoader from 'dataloader';
import type { TaskOwners } from '../../auth/access.ts';
import { eachKey } from '../../upstream/batch.ts';
import type { Upstream } from '../../upstream/client.ts';
import { getTaskDetails, getTaskStatus, listUserTasks } from './endpoints.ts';
import { createTaskLookup } from './lookup.ts';
import type { TaskDetails, TaskProgress, TaskRow } from './model.ts';

/** The upstream has no bulk read, so a loader deduplicates keys and does not batch. */
export function createTaskLoaders(upstream: Upstream, owners: TaskOwners) {
  const rows = new Map<string, TaskRow>();

  const details = new DataLoader<string, TaskDetails>(
    eachKey(async (id) => {
      const task = await getTaskDetails(upstream, id);
      owners.record(id, task.user?.identifier);
      return task;
    }),
    { name: 'task.details', batch: false },
  );
  const status = new DataLoader<string, TaskProgress>(
    eachKey((id) => getTaskStatus(upstream, id)),
    { name: 'task.status', batch: false },
  );
  const byUser = new DataLoader<string, readonly TaskRow[]>(
    eachKey(async (identifier) => {
      const tasks = await listUserTasks(upstream, identifier);
      for (const task of tasks) {
        rows.set(task.id, task);
        owners.record(task.id, identifier);
      }
      return tasks;
    }),
    { name: 'task.byUser', batch: false },
  );
  const sources = { taskDetails: details, taskStatus: status };
  return {
    details,
    byUser,
    byId: createTaskLookup({ sources, rows, whenIdle: upstream.whenIdle }),
    /** Clears every task, because the owner of a task is unknown until it is read. */
    clearUser(identifier: string): void {
      byUser.clear(identifier);
      details.clearAll();
      status.clearAll();
      rows.clear();
    },
  };
}
