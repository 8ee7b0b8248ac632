import type { Call } from './call.ts';
import { UpstreamError } from './errors.ts';

/** A call that waits for the outcome of another call with the same key pair, the probe. */
interface Follower {
  readonly resume: () => void;
  readonly refuse: (error: UpstreamError) => void;
}

export interface Followers {
  hasProbe(pairHash: string): boolean;
  startProbe(pairHash: string): void;
  /** Resumes the followers of the probe. */
  endProbe(pairHash: string): void;
  /** Waits for the probe, unless too many calls wait. */
  add(call: Call, follower: Follower): void;
}

/** Of all followers, the part that may come from one address. */
const mostOfAddress = 0.25;

export function createFollowers(maxFollowers: number): Followers {
  const byPair = new Map<string, Set<Follower>>();
  const counts = new Map<string, number>();
  let total = 0;

  function count(address: string, change: 1 | -1): void {
    total += change;
    const counted = (counts.get(address) ?? 0) + change;
    if (counted > 0) counts.set(address, counted);
    else counts.delete(address);
  }

  return {
    hasProbe: (pairHash) => byPair.has(pairHash),
    startProbe: (pairHash) => void byPair.set(pairHash, new Set()),
    endProbe(pairHash) {
      const followers = byPair.get(pairHash) ?? [];
      byPair.delete(pairHash);
      for (const { resume } of followers) resume();
    },
    add(call, follower) {
      const { pairHash, address } = call.origin;
      const isFull = total >= maxFollowers || (counts.get(address) ?? 0) >= Math.ceil(maxFollowers * mostOfAddress);
      if (isFull) {
        follower.refuse(new UpstreamError('overloaded'));
        return;
      }
      const followers = byPair.get(pairHash);
      const waiting: Follower = {
        resume() {
          leave();
          follower.resume();
        },
        refuse(reason) {
          leave();
          follower.refuse(reason);
        },
      };
      const leave = () => {
        call.cancel = null;
        followers?.delete(waiting);
        count(address, -1);
      };
      count(address, 1);
      followers?.add(waiting);
      call.cancel = waiting.refuse;
    },
  };
}
