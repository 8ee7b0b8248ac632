import type { Deadline } from './deadline.ts';

/** Who reads or writes, and whom it is about; null where the call does not tell, as with a task. */
export interface Subject {
  readonly caller: string;
  readonly user: string | null;
}

/** A read that is under way, and who waits for it. */
interface Read<T> extends Subject {
  readonly answer: Promise<T>;
  readonly abandonment: AbortController;
  waiting: number;
  /** The latest of all who wait. */
  atMs: number;
}

/** Makes equal reads that are under way at once, from any request of the same caller, one call. Keeps nothing. */
export interface Coalescer {
  /**
   * Joins the read that is under way, or else starts one; `onJoined` tells of the former. The read goes on as long as
   * anybody waits for it, and that is the deadline that it is started with.
   */
  read<T>(request: ReadRequest<T>): Promise<T>;
  /**
   * While it lasts no read of its user is joined. A read that does not tell its user is joined, but never over its
   * beginning or its end.
   */
  write<T>(subject: Subject, start: () => Promise<T>): Promise<T>;
}

export interface ReadRequest<T> {
  readonly subject: Subject;
  /** Names the call: equal paths have equal answers of one shape. */
  readonly path: string;
  readonly deadline: Deadline;
  readonly start: (deadline: Deadline) => Promise<T>;
  readonly onJoined: () => void;
}

export function createCoalescer(): Coalescer {
  const reads = new Map<string, Read<unknown>>();
  const writes = new Set<Subject>();

  /** Whoever comes from here on joins no read that may have seen what was before. */
  function part(write: Subject): void {
    for (const [key, read] of reads) if (mayChange(write, read)) reads.delete(key);
  }

  function share<T>(key: string, read: Read<T>): void {
    reads.set(key, read);
    const forget = () => {
      if (reads.get(key) === read) reads.delete(key);
    };
    read.answer.then(forget, forget);
    read.abandonment.signal.addEventListener('abort', forget, { once: true });
  }

  return {
    async read<T>({ subject, path, deadline, start, onJoined }: ReadRequest<T>): Promise<T> {
      deadline.signal.throwIfAborted();
      if ([...writes].some((write) => isSame(write, subject))) return waitFor(begin(subject, start), deadline);
      const key = `${subject.caller} ${path}`;
      const underWay = reads.get(key);
      if (underWay) {
        onJoined();
        return waitFor(underWay as Read<T>, deadline);
      }
      const read = begin(subject, start);
      share(key, read);
      return waitFor(read, deadline);
    },
    async write(subject, start) {
      writes.add(subject);
      part(subject);
      try {
        return await start();
      } finally {
        writes.delete(subject);
        part(subject);
      }
    },
  };
}

function begin<T>(subject: Subject, start: (deadline: Deadline) => Promise<T>): Read<T> {
  const abandonment = new AbortController();
  const shared = { ...subject, abandonment, waiting: 0, atMs: 0 };
  const deadline: Deadline = {
    signal: abandonment.signal,
    get atMs() {
      return shared.atMs;
    },
  };
  return Object.assign(shared, { answer: start(deadline) });
}

/** One who gives up leaves the others waiting; the last one to leave ends the read. */
function waitFor<T>(read: Read<T>, { signal, atMs }: Deadline): Promise<T> {
  read.waiting += 1;
  read.atMs = Math.max(read.atMs, atMs);
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      reject(signal.reason);
      read.waiting -= 1;
      if (read.waiting === 0) read.abandonment.abort(signal.reason);
    };
    const settle =
      <Result>(end: (result: Result) => void) =>
      (result: Result) => {
        signal.removeEventListener('abort', giveUp);
        end(result);
      };
    signal.addEventListener('abort', giveUp, { once: true });
    read.answer.then(settle(resolve), settle(reject));
  });
}

function isSame(a: Subject, b: Subject): boolean {
  return a.caller === b.caller && a.user === b.user;
}

function mayChange(write: Subject, read: Subject): boolean {
  return isSame(write, read) || (write.caller === read.caller && read.user === null);
}
