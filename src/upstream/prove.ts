import type { Done, Layer, Send } from './call.ts';
import { UpstreamError } from './errors.ts';
import { createFairQueue } from './fair-queue.ts';
import { createFollowers } from './followers.ts';
import type { Proofs } from './proofs.ts';
import { takeTurn } from './queue.ts';

export interface ProbeOptions {
  readonly maxConcurrency: number;
  readonly maxQueue: number;
}

/** Of all calls under way, the part that may be probes. */
const mostProbes = 0.125;

/**
 * Layer: keeps made-up key pairs from taking the turns of other callers. While a key pair is not proven, it makes one call at
 * a time, its probe, and its other calls wait for the outcome. Probes take turns by client address, and only a part of all
 * calls under way are probes. A key pair that the upstream has just refused makes no call.
 */
export function prove(proofs: Proofs, { maxConcurrency, maxQueue }: ProbeOptions): Layer {
  const queue = createFairQueue({ maxActive: Math.ceil(maxConcurrency * mostProbes), maxWaiting: maxQueue });
  const followers = createFollowers(maxQueue);

  return (next) => {
    const start: Send = (call, done) => {
      const { pairHash } = call.origin;
      const verdict = proofs.findVerdict(call.origin);
      call.isProven = verdict === 'proven';
      if (call.isProven) proceed(call, done);
      else if (verdict === 'refused') done(new UpstreamError('unauthenticated', { status: 401 }));
      else if (followers.hasProbe(pairHash)) followers.add(call, { resume: () => start(call, done), refuse: done });
      else startProbe(call, done);
    };

    const proceed: Send = (call, done) => {
      if (proofs.isOwn(call.origin)) {
        next(call, done);
        return;
      }
      next(call, (error, value) => {
        proofs.learn(call.origin, error);
        done(error, value);
      });
    };

    const startProbe: Send = (call, done) => {
      const { origin } = call;
      followers.startProbe(origin.pairHash);
      const end: Done = (error, value) => {
        done(error, value);
        followers.endProbe(origin.pairHash);
      };
      const probe = () => takeTurn(queue, origin.address, call, proceed, end);
      if (!proofs.findShared) {
        probe();
        return;
      }
      const cancel = (reason: UpstreamError) => {
        call.cancel = null;
        end(reason);
      };
      call.cancel = cancel;
      void proofs.findShared(origin).then((isProven) => {
        if (call.cancel !== cancel) return;
        call.cancel = null;
        call.isProven = isProven;
        if (!isProven) probe();
        else {
          followers.endProbe(origin.pairHash);
          proceed(call, done);
        }
      });
    };

    return start;
  };
}
