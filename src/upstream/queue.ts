import type { Done, Layer, UpstreamHost } from './call.ts';
import type { FairQueue, Waiting } from './fair-queue.ts';

/** Layer: bounds the calls to a host that are under way at once. Further calls wait, and callers take turns. */
export function takeTurns(queues: Readonly<Record<UpstreamHost, FairQueue>>): Layer {
  return (next) => (call, done) => {
    const queue = queues[call.host];
    const leave: Done = (error, value) => {
      // The layers above see the outcome before the next call is admitted: it may open the breaker.
      try {
        done(error, value);
      } finally {
        queue.leave();
      }
    };
    const line = call.origin.callerHash;
    call.hasTurn = queue.tryEnter(line);
    if (call.hasTurn) {
      next(call, leave);
      return;
    }
    const entry: Waiting = {
      line,
      admit() {
        call.cancel = null;
        call.hasTurn = true;
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
  };
}
