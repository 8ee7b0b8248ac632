import { abandon, type Call, type Done, type Layer } from './call.ts';
import type { Waiting } from './deadline.ts';

/** A read that is under way. */
interface SharedRead {
  /** The call of the caller that came first. */
  readonly call: Call;
  readonly key: string;
  readonly readers: Reader[];
}

/** A caller that waits for a read. */
interface Reader extends Waiting {
  readonly done: Done;
  readonly waitingOfCaller: Set<Waiting>;
}

/**
 * Layer: makes one call of equal reads by one caller that are under way at once, also across requests. The call goes on
 * until its last reader leaves, and nothing is kept after it. A read joins no read from before the end of a write to its
 * user. A read that does not name its user joins no read from before the beginning or the end of any write.
 */
export function coalesce(): Layer {
  const reads = new Map<string, SharedRead>();
  const writes = new Set<Call>();

  const forget = (read: SharedRead): void => {
    if (reads.get(read.key) === read) reads.delete(read.key);
  };
  /** Later reads do not join the reads that the write may change. */
  const separate = (write: Call): void => {
    for (const read of reads.values()) if (mayChange(write, read.call)) forget(read);
  };
  const isBeingWritten = (read: Call): boolean => writes.values().some((write) => isOfSameUser(write, read));

  return (next) => {
    function startRead(call: Call, done: Done): void {
      const isShared = !isBeingWritten(call);
      const key = `${call.origin.callerHash} ${call.path.encoded}`;
      const underWay = isShared ? reads.get(key) : undefined;
      if (underWay) {
        call.origin.counter.add(call, 'coalesced');
        join(underWay, call, done, forget);
        return;
      }
      const read: SharedRead = { call, key, readers: [] };
      if (isShared) reads.set(key, read);
      join(read, call, done, forget);
      next(call, (error, value) => {
        forget(read);
        for (const reader of read.readers) {
          reader.waitingOfCaller.delete(reader);
          reader.done(error, value);
        }
      });
    }

    function startWrite(call: Call, done: Done): void {
      const { waiting } = call.origin.deadline;
      const writer: Waiting = { giveUp: (reason) => abandon(call, reason) };
      writes.add(call);
      separate(call);
      waiting.add(writer);
      next(call, (error, value) => {
        writes.delete(call);
        separate(call);
        waiting.delete(writer);
        done(error, value);
      });
    }

    return (call, done) => {
      const { reason } = call.origin.deadline;
      if (reason) done(reason);
      else if (call.method === 'GET') startRead(call, done);
      else startWrite(call, done);
    };
  };
}

function join(read: SharedRead, { origin, deadlineAtMs }: Call, done: Done, forget: (read: SharedRead) => void): void {
  const { waiting } = origin.deadline;
  const reader: Reader = {
    done,
    waitingOfCaller: waiting,
    giveUp(reason) {
      read.readers.splice(read.readers.indexOf(reader), 1);
      done(reason);
      if (read.readers.length > 0) return;
      forget(read);
      abandon(read.call, reason);
    },
  };
  read.readers.push(reader);
  waiting.add(reader);
  read.call.deadlineAtMs = Math.max(read.call.deadlineAtMs, deadlineAtMs);
}

/** Also of different callers, such as a service and an end user behind the credentials of the gateway. */
function isOfSameUser(write: Call, read: Call): boolean {
  return write.user === read.user && write.origin.pairHash === read.origin.pairHash;
}

function mayChange(write: Call, read: Call): boolean {
  return write.origin.pairHash === read.origin.pairHash && (read.user === null || read.user === write.user);
}
