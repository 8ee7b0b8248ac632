import type DataLoader from 'dataloader';
import { chooseTaskSource, isToldByRow, type TaskSource } from '../../upstream/catalog.ts';
import { UpstreamError } from '../../upstream/errors.ts';
import type { Task, TaskRow } from './model.ts';

/** What one operation needs of a task that it looks up by its id, over all the places where it does. */
export interface TaskNeeds {
  readonly fields: ReadonlySet<string>;
  /** Whether to know the task leads to reading the list of its user. */
  readonly leadsToList: 'surely' | 'maybe' | 'never';
}

export interface TaskLookup extends TaskNeeds {
  readonly id: string;
  /** Whether the operation may read lists, in whose rows the task may be found. */
  readonly readsLists: boolean;
}

export interface TaskLookupOptions {
  readonly sources: Readonly<Record<TaskSource, DataLoader<string, Task>>>;
  /** The rows of all lists that were read so far. */
  readonly rows: ReadonlyMap<string, TaskRow>;
  readonly whenIdle: () => Promise<void>;
}

interface Waiting {
  readonly lookup: TaskLookup;
  readonly resume: () => void;
}

/**
 * Looks up tasks for the fewest calls. Where a row of a list could tell all that is needed of a task, its look-up waits
 * until what the operation reads anyway is in, lists among it. Look-ups that lead to a list themselves then go one after
 * the other, the sure ones first, as each may bring in the rows of the next; the others go together.
 */
export function createTaskLookup({ sources, rows, whenIdle }: TaskLookupOptions) {
  let queue: readonly Waiting[] = [];
  let isFailing = false;

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      await whenIdle();
      // A list that cannot be read helps no other: nobody is to wait for one failure after the other.
      const released = isFailing ? queue : chooseNext(queue, rows);
      queue = queue.filter((waiting) => !released.includes(waiting));
      for (const { resume } of released) resume();
    }
  }

  function takeTurn(lookup: TaskLookup): Promise<void> {
    return new Promise((resume) => {
      queue = [...queue, { lookup, resume }];
      if (queue.length === 1) void drain();
    });
  }

  async function ask(id: string, source: TaskSource): Promise<Task> {
    try {
      return await sources[source].load(id);
    } catch (error) {
      isFailing ||= !(error instanceof UpstreamError && error.kind === 'not-found');
      throw error;
    }
  }

  return async (lookup: TaskLookup): Promise<Task> => {
    const { id, fields, readsLists } = lookup;
    const isInRow = isToldByRow(fields);
    if (isInRow && readsLists) await takeTurn(lookup);
    return (isInRow && rows.get(id)) || ask(id, chooseTaskSource(fields));
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
