import { toFraction } from '../ids.ts';
import type { Host } from '../state/call-log.ts';
import { checkFault, type Fault } from './faults.ts';

export interface FaultTarget {
  readonly route: string | null;
  readonly host: Host;
  readonly decodedPath: string;
}

export interface FaultList {
  add(fault: Fault): void;
  all(): readonly Fault[];
  clear(): void;
  /** Clears it, and has the draws for shares begin again. */
  reset(): void;
  /** The first fault that concerns the call, has times left and is drawn. One of its times is spent. */
  spend(target: FaultTarget): Fault | undefined;
}

export function createFaultList(seed: number): FaultList {
  let entries: { readonly fault: Fault; left: number }[] = [];
  let draws = 0;
  const isDrawn = ({ share }: Fault) => {
    if (share === undefined) return true;
    draws += 1;
    return toFraction(seed, 'share', draws) < share;
  };
  const clear = () => {
    entries = [];
  };

  return {
    add: (fault) => {
      entries.push({ fault: checkFault(fault), left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    all: () => entries.map(({ fault, left }) => (fault.times === undefined ? fault : { ...fault, times: left })),
    clear,
    reset: () => {
      clear();
      draws = 0;
    },
    spend: (target) => {
      const entry = entries.find(({ fault, left }) => left > 0 && concerns(fault, target) && isDrawn(fault));
      if (entry) entry.left -= 1;
      return entry?.fault;
    },
  };
}

function concerns(fault: Fault, { route, host, decodedPath }: FaultTarget): boolean {
  if (fault.route !== '*' && fault.route !== route) return false;
  if (fault.host !== undefined && fault.host !== host) return false;
  return fault.match === undefined || decodedPath.includes(fault.match);
}
