import { UpstreamError } from './errors.ts';

export interface FairQueueOptions {
  /** How many may be served at once. */
  readonly maxActive: number;
  /** How many may wait. */
  readonly maxWaiting: number;
}

export interface FairQueue {
  /** Resolves when it is this caller's turn; rejects when the queue is full or the signal aborts. */
  enter(caller: string, signal: AbortSignal): Promise<void>;
  /** To be called once by everybody who had their turn. */
  leave(): void;
  readonly active: () => number;
  readonly waiting: () => number;
}

interface Waiting {
  readonly admit: () => void;
  readonly refuse: () => void;
}

/**
 * Serves callers in turn, so that one who asks for much is in nobody's way but their own. When it is full, the last of the
 * longest line is refused. No library on npm does both: their queues go by time of arrival or by priority.
 */
export function createFairQueue({ maxActive, maxWaiting }: FairQueueOptions): FairQueue {
  /** By caller; the first in the map has the next turn, unless they had the last one and somebody else waits. */
  const lines = new Map<string, Waiting[]>();
  let served: string | null = null;
  let active = 0;
  let waiting = 0;

  function join(caller: string, entry: Waiting): void {
    const line = lines.get(caller);
    if (line) line.push(entry);
    else lines.set(caller, [entry]);
    waiting += 1;
  }

  function remove(caller: string, entry: Waiting): void {
    const line = lines.get(caller) ?? [];
    const index = line.indexOf(entry);
    if (index < 0) return;
    line.splice(index, 1);
    waiting -= 1;
    if (line.length === 0) lines.delete(caller);
  }

  function admit(caller: string): void {
    active += 1;
    served = caller;
  }

  function admitNext(): void {
    const [first, second] = lines;
    const next = first?.[0] === served ? (second ?? first) : first;
    const entry = next?.[1][0];
    if (!next || !entry) return;
    const [caller, line] = next;
    remove(caller, entry);
    // Whoever had a turn goes to the end.
    if (lines.delete(caller)) lines.set(caller, line);
    admit(caller);
    entry.admit();
  }

  /** Whether room was made for one more of this caller, at the cost of whoever has more in line. */
  function makeRoom(caller: string): boolean {
    const [longest, line] = [...lines].reduce((a, b) => (b[1].length > a[1].length ? b : a));
    const last = line.at(-1);
    if (!last || line.length <= (lines.get(caller)?.length ?? 0) + 1) return false;
    remove(longest, last);
    last.refuse();
    return true;
  }

  return {
    enter(caller, signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      if (active < maxActive) {
        admit(caller);
        return Promise.resolve();
      }
      if (waiting >= maxWaiting && (maxWaiting === 0 || !makeRoom(caller)))
        return Promise.reject(new UpstreamError('overloaded'));
      return new Promise((resolve, reject) => {
        const giveUp = () => {
          remove(caller, entry);
          reject(signal.reason);
        };
        const leaveLine = () => signal.removeEventListener('abort', giveUp);
        const entry = {
          admit: () => {
            leaveLine();
            resolve();
          },
          refuse: () => {
            leaveLine();
            reject(new UpstreamError('overloaded'));
          },
        };
        signal.addEventListener('abort', giveUp, { once: true });
        join(caller, entry);
      });
    },
    leave() {
      active -= 1;
      admitNext();
    },
    active: () => active,
    waiting: () => waiting,
  };
}
