import type { Call, Done, Layer, Send, UpstreamHost } from './call.ts';
import type { FairQueue, Waiting } from './fair-queue.ts';

/** All calls with key pairs that are not proven share this line. */
const unprovenLine = 'unproven';

/** Layer: bounds the calls to a host that are under way at once. Further calls wait, and callers take turns. */
export function takeTurns(queues: Readonly<Record<UpstreamHost, FairQueue>>): Layer {
  return (next) => {
    const start: Send = (call, done) => {
      call.hasTurn = true;
      next(call, done);
    };
    return (call, done) => {
      const line = call.isProven ? call.origin.callerHash : unprovenLine;
      call.hasTurn = false;
      takeTurn(queues[call.host], line, call, start, done);
    };
  };
}

/** Waits for a turn in that line, then goes on with `next`, and gives the turn back at the end. */
export function takeTurn(queue: FairQueue, line: string, call: Call, next: Send, done: Done): void {
  const leave: Done = (error, value) => {
    // The layers above see the outcome before the next call is admitted: it may open the breaker.
    try {
      done(error, value);
    } finally {
      queue.leave();
    }
  };
  if (queue.tryEnter(line)) {
    next(call, leave);
    return;
  }
  const entry: Waiting = {
    line,
    admit() {
      call.cancel = null;
      next(call, leave);
    },
    refuse(error) {
      call.cancel = null;
      done(error);
    },
  };
  call.cancel = (reason) => {
    queue.remove(entry);
    entry.refuse(reason);
  };
  queue.wait(entry);
}
