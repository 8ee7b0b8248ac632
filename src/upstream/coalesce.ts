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
  /** From here to its end nothing that it may change is joined: every such read sees what it left behind. */
  write<T>(subject: Subject, start: () => Promise<T>): Promise<T>;
}

export function createCoalescer(): Coalescer {
  const reads = new Map<string, Read>();
  const writes = new Set<Subject>();

  return {
    read: async <T>(subject: Subject, path: string, start: () => Promise<T>, onJoined: () => void): Promise<T> => {
      if ([...writes].some((write) => mayChange(write, subject))) return start();
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
      for (const [key, read] of reads) if (mayChange(subject, read)) reads.delete(key);
      try {
        return await start();
      } finally {
        writes.delete(subject);
      }
    },
  };
}

function mayChange(write: Subject, read: Subject): boolean {
  return write.caller === read.caller && (read.user === null || read.user === write.user);
}

const hashKey = randomBytes(32);

/** Stands for credentials wherever something is shared: equal for equal ones, of no use to anybody else. */
export function hashCredentials(...credentials: readonly string[]): string {
  return createHmac('sha256', hashKey).update(JSON.stringify(credentials)).digest('base64url');
}
