import { toFraction } from '../ids.ts';
import type { Host } from '../state/call-log.ts';
import { checkFault, type Fault } from './faults.ts';
import { checkWebhookFault, isWebhookFault, type WebhookFault } from './webhook-faults.ts';

export interface CallTarget {
  readonly route: string | null;
  readonly host: Host;
  readonly decodedPath: string;
}

export interface WebhookTarget {
  readonly type: string;
  /** The identifier of the user, and the id of the task if there is one. */
  readonly names: readonly (string | undefined)[];
}

export type AnyFault = Fault | WebhookFault;

/** The active faults. The first fault that matches, has times left and is drawn applies, and uses one of its times. */
export interface FaultList {
  add(fault: AnyFault): void;
  all(): readonly AnyFault[];
  clear(): void;
  /** Clears the list and restarts the draws for shares. */
  reset(): void;
  spendOnCall(target: CallTarget): Fault | undefined;
  spendOnWebhook(target: WebhookTarget): WebhookFault | undefined;
}

/** Checks a fault for calls or for webhooks. */
export function checkAnyFault(input: unknown): AnyFault {
  return isWebhookFault(input) ? checkWebhookFault(input) : checkFault(input);
}

export function createFaultList(seed: number): FaultList {
  let entries: { readonly fault: AnyFault; left: number }[] = [];
  let draws = 0;
  const isDrawn = ({ share }: AnyFault) => {
    if (share === undefined) return true;
    draws += 1;
    return toFraction(seed, 'share', draws) < share;
  };
  const clear = () => {
    entries = [];
  };
  function spend<Found extends AnyFault>(matches: (fault: AnyFault) => fault is Found): Found | undefined {
    for (const entry of entries) {
      if (entry.left > 0 && matches(entry.fault) && isDrawn(entry.fault)) {
        entry.left -= 1;
        return entry.fault;
      }
    }
    return undefined;
  }

  return {
    add: (fault) => {
      entries.push({ fault: checkAnyFault(fault), left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    all: () => entries.map(({ fault, left }) => (fault.times === undefined ? fault : { ...fault, times: left })),
    clear,
    reset: () => {
      clear();
      draws = 0;
    },
    spendOnCall: (target) => spend((fault): fault is Fault => !isWebhookFault(fault) && matchesCall(fault, target)),
    spendOnWebhook: (target) =>
      spend((fault): fault is WebhookFault => isWebhookFault(fault) && matchesWebhook(fault, target)),
  };
}

function matchesCall(fault: Fault, { route, host, decodedPath }: CallTarget): boolean {
  if (fault.route !== '*' && fault.route !== route) return false;
  if (fault.host !== undefined && fault.host !== host) return false;
  return fault.match === undefined || decodedPath.includes(fault.match);
}

function matchesWebhook({ event, match }: WebhookFault, { type, names }: WebhookTarget): boolean {
  return (event === undefined || event === type) && (match === undefined || names.includes(match));
}
