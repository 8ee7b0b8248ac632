import { createHmac, randomBytes } from 'node:crypto';

/** Who reads or writes, and whom it is about; null where the call does not tell, as with a task. */
export interface Subject {
  readonly caller: string;
  readonly user: string | null;
}

interface Read extends Subject {
  readonly answer: Promise<unknown>;
}

/** Makes equal reads that are under way at once, from any request of the same caller, one call. Keeps nothing. */
export interface Coalescer {
  /** Joins the read that is under way, or else starts one; `onJoined` tells of the former. */
  read<T>(subject: Subject, path: string, start: () => Promise<T>, onJoined: () => void): Promise<T>;
  /**
   * While it lasts no read of its user is joined. A read that does not tell its user is joined, but never over its
   * beginning or its end.
   */
  write<T>(subject: Subject, start: () => Promise<T>): Promise<T>;
}

export function createCoalescer(): Coalescer {
  const reads = new Map<string, Read>();
  const writes = new Set<Subject>();

  /** Whoever comes from here on joins no read that may have seen what was before. */
  function part(write: Subject): void {
    for (const [key, read] of reads) if (mayChange(write, read)) reads.delete(key);
  }

  return {
    read: async <T>(subject: Subject, path: string, start: () => Promise<T>, onJoined: () => void): Promise<T> => {
      if ([...writes].some((write) => isSame(write, subject))) return start();
      const key = `${subject.caller} ${path}`;
      const underWay = reads.get(key);
      if (underWay) {
        onJoined();
        // The key names the path, and a path has one shape.
        return underWay.answer as Promise<T>;
      }
      const answer = start();
      const read = { ...subject, answer };
      reads.set(key, read);
      const forget = () => {
        if (reads.get(key) === read) reads.delete(key);
      };
      answer.then(forget, forget);
      return answer;
    },
    write: async (subject, start) => {
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

function isSame(a: Subject, b: Subject): boolean {
  return a.caller === b.caller && a.user === b.user;
}

function mayChange(write: Subject, read: Subject): boolean {
  return isSame(write, read) || (write.caller === read.caller && read.user === null);
}

const hashKey = randomBytes(32);

/** Stands for credentials wherever something is shared: equal for equal ones, of no use to anybody else. */
export function hashCredentials(...credentials: readonly string[]): string {
  return createHmac('sha256', hashKey).update(JSON.stringify(credentials)).digest('base64url');
}
