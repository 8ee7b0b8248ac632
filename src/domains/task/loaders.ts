import DataLoader from 'dataloader';
import { eachKey } from '../../upstream/batch.ts';
import type { Upstream } from '../../upstream/client.ts';
import { getTaskDetails, getTaskStatus, listUserTasks } from './endpoints.ts';
import type { Task, TaskDetails, TaskProgress, TaskRow } from './model.ts';

/** The endpoints that tell of one task. */
export type TaskSource = 'status' | 'details';

/** The upstream cannot read many tasks at once: a load saves repeats, and waits for no other. */
export function createTaskLoaders(upstream: Upstream) {
  const details = new DataLoader<string, TaskDetails>(
    eachKey((id) => getTaskDetails(upstream, id)),
    { name: 'task.details', batch: false },
  );
  const status = new DataLoader<string, TaskProgress>(
    eachKey((id) => getTaskStatus(upstream, id)),
    { name: 'task.status', batch: false },
  );
  const byUser = new DataLoader<string, readonly TaskRow[]>(
    eachKey((identifier) => listUserTasks(upstream, identifier)),
    { name: 'task.byUser', batch: false },
  );
  return { details, status, byUser, bySource: createSourceLoader({ details, status }) };
}

interface Lookup {
  readonly id: string;
  readonly source: TaskSource;
}

/**
 * Look-ups of the same task at once share a source: details hold all that the status holds, so that when one look-up
 * needs the details, none asks for the status. A batch is answered without waiting: by a promise for each look-up.
 */
function createSourceLoader(loaders: Record<TaskSource, DataLoader<string, Task>>) {
  const detailed = new Set<string>();
  const choices = new DataLoader<Lookup, TaskSource>(
    async (lookups) => {
      for (const { id, source } of lookups) if (source === 'details') detailed.add(id);
      return lookups.map(({ id }) => (detailed.has(id) ? 'details' : 'status'));
    },
    { name: 'task.source', cache: false },
  );
  return {
    load: async (lookup: Lookup): Promise<Task> => loaders[await choices.load(lookup)].load(lookup.id),
  };
}
