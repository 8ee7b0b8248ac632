import { UpstreamError } from './errors.ts';

export interface FairQueueOptions {
  /** How many are served at once. */
  readonly maxActive: number;
  readonly maxWaiting: number;
}

/** An entry that waits in a line. */
export interface Waiting {
  readonly line: string;
  readonly admit: () => void;
  readonly refuse: (error: UpstreamError) => void;
}

export interface FairQueue {
  /** Admits an entry of this line if there is room. Every admission is followed by one `leave`. */
  tryEnter(line: string): boolean;
  /** Admits the entry when its turn comes, or refuses it when the queue is full. */
  wait(entry: Waiting): void;
  /** Takes an entry that gives up out of its line. */
  remove(entry: Waiting): void;
  leave(): void;
  refuseAll(toError: () => UpstreamError): void;
  readonly active: () => number;
  readonly waiting: () => number;
}

/**
 * Serves lines in turn, so that a caller with many calls delays only itself. When the queue is full, the last entry of the
 * longest line is refused. No library on npm does both: their queues go by arrival or by priority.
 */
export function createFairQueue({ maxActive, maxWaiting }: FairQueueOptions): FairQueue {
  /** The first line in the map has the next turn, unless it had the last turn and another line waits. */
  const lines = new Map<string, Waiting[]>();
  let lastServed: string | null = null;
  let active = 0;
  let waiting = 0;
  let isAdmitting = false;

  function remove(entry: Waiting): void {
    const line = lines.get(entry.line) ?? [];
    const index = line.indexOf(entry);
    if (index < 0) return;
    line.splice(index, 1);
    waiting -= 1;
    if (line.length === 0) lines.delete(entry.line);
  }

  function admit(line: string): void {
    active += 1;
    lastServed = line;
  }

  function admitNext(): void {
    const [first, second] = lines;
    const next = first?.[0] === lastServed ? (second ?? first) : first;
    const entry = next?.[1][0];
    if (!next || !entry) return;
    const [name, line] = next;
    remove(entry);
    // A line that had a turn goes to the end.
    if (lines.delete(name)) lines.set(name, line);
    admit(name);
    entry.admit();
  }

  /** Makes room for an entry of this line if another line is longer. */
  function makeRoom(line: string): boolean {
    const [, longest] = [...lines].reduce((a, b) => (b[1].length > a[1].length ? b : a));
    const last = longest.at(-1);
    if (!last || longest.length <= (lines.get(line)?.length ?? 0) + 1) return false;
    remove(last);
    last.refuse(new UpstreamError('overloaded'));
    return true;
  }

  return {
    tryEnter(line) {
      if (active >= maxActive) return false;
      admit(line);
      return true;
    },
    wait(entry) {
      if (waiting >= maxWaiting && (maxWaiting === 0 || !makeRoom(entry.line))) {
        entry.refuse(new UpstreamError('overloaded'));
        return;
      }
      const line = lines.get(entry.line);
      if (line) line.push(entry);
      else lines.set(entry.line, [entry]);
      waiting += 1;
    },
    remove,
    leave() {
      active -= 1;
      // An admitted entry may leave at once: the loop below then goes on, so that the stack stays short.
      if (isAdmitting) return;
      isAdmitting = true;
      while (active < maxActive && waiting > 0) admitNext();
      isAdmitting = false;
    },
    refuseAll(toError) {
      const refused = [...lines.values()].flat();
      lines.clear();
      waiting = 0;
      for (const entry of refused) entry.refuse(toError());
    },
    active: () => active,
    waiting: () => waiting,
  };
}
