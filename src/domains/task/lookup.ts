import type DataLoader from 'dataloader';
import type { ItemNeeds } from '../../planning/call-plan.ts';
import { UpstreamError } from '../../upstream/errors.ts';
import type { Task, TaskRow } from './model.ts';
import { chooseTaskSource, isToldByRow, type TaskSource } from './sources.ts';

export interface TaskLookup extends ItemNeeds {
  readonly id: string;
  /** Whether the operation may read lists of tasks, one of which may contain this task. */
  readonly readsLists: boolean;
}

export interface TaskLookupOptions {
  readonly sources: Readonly<Record<TaskSource, DataLoader<string, Task>>>;
  /** The rows of all lists read so far, by task id. */
  readonly rows: ReadonlyMap<string, TaskRow>;
  readonly whenIdle: () => Promise<void>;
}

interface Waiting {
  readonly lookup: TaskLookup;
  readonly resume: () => void;
}

/**
 * Looks up tasks with the fewest calls. If a list row would contain everything needed of a task, its lookup waits until
 * all other reads of the operation, including lists, are done. Remaining lookups that cause a list read then run one
 * after another, the certain ones first, because each list may contain the rows of later lookups. All others run together.
 */
export function createTaskLookup({ sources, rows, whenIdle }: TaskLookupOptions) {
  let queue: Waiting[] = [];
  let isFailing = false;

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      await whenIdle();
      // After a failure, release all lookups: waiting in line for further failures would only add delay.
      const released = new Set(isFailing ? queue : chooseNext(queue, rows));
      queue = queue.filter((waiting) => !released.has(waiting));
      for (const { resume } of released) resume();
    }
  }

  function waitForTurn(lookup: TaskLookup): Promise<void> {
    return new Promise((resume) => {
      queue.push({ lookup, resume });
      if (queue.length === 1) void drain();
    });
  }

  async function read(id: string, source: TaskSource): Promise<Task> {
    try {
      return await sources[source].load(id);
    } catch (error) {
      isFailing ||= !(error instanceof UpstreamError && error.kind === 'not-found');
      throw error;
    }
  }

  return async (lookup: TaskLookup): Promise<Task> => {
    const { id, facts, readsLists } = lookup;
    const isInRow = isToldByRow(facts);
    if (isInRow && readsLists) await waitForTurn(lookup);
    return (isInRow && rows.get(id)) || read(id, chooseTaskSource(facts));
  };
}

function chooseNext(queue: readonly Waiting[], rows: ReadonlyMap<string, TaskRow>): readonly Waiting[] {
  const found = queue.filter(({ lookup }) => rows.has(lookup.id));
  if (found.length > 0) return found;
  const [leading] = queue
    .map(({ lookup }) => lookup)
    .filter(({ leadsToList }) => leadsToList !== 'never')
    .sort((a, b) => toRank(a) - toRank(b) || (a.id < b.id ? -1 : 1));
  return leading ? queue.filter(({ lookup }) => lookup.id === leading.id) : queue;
}

function toRank({ leadsToList }: TaskLookup): number {
  return leadsToList === 'surely' ? 0 : 1;
}
