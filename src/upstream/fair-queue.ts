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
  const lines = createLines();
  let lastServed: string | null = null;
  let active = 0;
  let isAdmitting = false;

  function admit(line: string): void {
    active += 1;
    lastServed = line;
  }

  function admitNext(): void {
    const entry = lines.takeNext(lastServed);
    if (!entry) return;
    admit(entry.line);
    entry.admit();
  }

  return {
    tryEnter(line) {
      if (active >= maxActive) return false;
      admit(line);
      return true;
    },
    wait(entry) {
      if (lines.length() < maxWaiting) return lines.add(entry);
      const last = maxWaiting === 0 ? null : lines.takeLastOfLonger(entry.line);
      (last ?? entry).refuse(new UpstreamError('overloaded'));
      if (last) lines.add(entry);
    },
    remove: lines.remove,
    leave() {
      active -= 1;
      // An admitted entry may leave at once: the loop below then goes on, so that the stack stays short.
      if (isAdmitting) return;
      isAdmitting = true;
      while (active < maxActive && lines.length() > 0) admitNext();
      isAdmitting = false;
    },
    refuseAll(toError) {
      for (const entry of lines.takeAll()) entry.refuse(toError());
    },
    active: () => active,
    waiting: lines.length,
  };
}

/** The waiting entries of each line. The first line in the map has the next turn, unless it had the last turn. */
function createLines() {
  const lines = new Map<string, Waiting[]>();
  let length = 0;

  function add(entry: Waiting): void {
    const line = lines.get(entry.line);
    if (line) line.push(entry);
    else lines.set(entry.line, [entry]);
    length += 1;
  }

  function remove(entry: Waiting): void {
    const line = lines.get(entry.line) ?? [];
    const index = line.indexOf(entry);
    if (index < 0) return;
    line.splice(index, 1);
    length -= 1;
    if (line.length === 0) lines.delete(entry.line);
  }

  function takeNext(lastServed: string | null): Waiting | null {
    const [first, second] = lines;
    const [name, line] = (first?.[0] === lastServed ? (second ?? first) : first) ?? [];
    const entry = line?.[0];
    if (name === undefined || !line || !entry) return null;
    remove(entry);
    // A line that had a turn goes to the end.
    if (lines.delete(name)) lines.set(name, line);
    return entry;
  }

  /** Takes the last entry of the longest line, where that makes room for one more entry of a shorter line. */
  function takeLastOfLonger(name: string): Waiting | null {
    const longest = [...lines.values()].reduce((a, b) => (b.length > a.length ? b : a), []);
    const last = longest.at(-1);
    if (!last || longest.length <= (lines.get(name)?.length ?? 0) + 1) return null;
    remove(last);
    return last;
  }

  function takeAll(): Waiting[] {
    const all = [...lines.values()].flat();
    lines.clear();
    length = 0;
    return all;
  }

  return { add, remove, takeNext, takeLastOfLonger, takeAll, length: () => length };
}
