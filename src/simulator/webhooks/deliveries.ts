import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WebhookFaultKind } from '../faults/webhook-faults.ts';
import { createRecent } from '../state/recent.ts';
import { toRequest, type WebhookEvent } from './webhook-event.ts';

/** One attempt to deliver an event, without its body and signature. */
export interface WebhookDelivery {
  readonly id: string;
  readonly type: string;
  readonly customer: string;
  readonly user: string;
  readonly task: string | null;
  /** Starts at 1; 0 for an event that a fault lost. */
  readonly attempt: number;
  /** Null without a response. */
  readonly status: number | null;
  /** The fault that was applied; null for none. */
  readonly fault: WebhookFaultKind | null;
}

export interface Deliveries {
  send(event: WebhookEvent, fault: WebhookFaultKind | null): void;
  /** Logs an event that is not sent. */
  lose(event: WebhookEvent, fault: WebhookFaultKind): void;
  all(): readonly WebhookDelivery[];
  dropped(): number;
  /** Resolves when no event is being delivered. Does not wait for retries. */
  settled(): Promise<void>;
  /** Aborts the current delivery, and clears the queue and the log. */
  reset(): void;
}

type Later = (ms: number, run: () => void) => void;

const RETRIES = 3;
const RETRY_AFTER_MS = 30_000;
const TIMEOUT_MS = 10_000;

/** Delivers events one at a time to the current receiver, with retries. */
export function createDeliveries(receiver: () => string | null, later: Later): Deliveries {
  const log = createRecent<WebhookDelivery & { status: number | null }>(10_000, 8 * 2 ** 20);
  let queue: Promise<void> = Promise.resolve();
  let ended = new AbortController();

  function record({ id, type, user, task }: WebhookEvent, attempt: number, fault: WebhookFaultKind | null) {
    const { customer, identifier } = user;
    const delivery = { id, type, customer, user: identifier, task: task?.id ?? null, attempt, status: null, fault };
    log.add(delivery, identifier.length + 200);
    return delivery as WebhookDelivery & { status: number | null };
  }

  function send(event: WebhookEvent, fault: WebhookFaultKind | null, attempt = 1): void {
    const { signal } = ended;
    queue = queue.then(async () => {
      const url = receiver();
      if (signal.aborted || url === null) return;
      const delivery = record(event, attempt, fault);
      delivery.status = await post(url, event, fault === 'webhook-bare', signal);
      if (signal.aborted || attempt > RETRIES || !isRetried(delivery.status)) return;
      later(RETRY_AFTER_MS, () => send(event, fault, attempt + 1));
    });
  }

  return {
    send,
    lose: (event, fault) => void record(event, 0, fault),
    all: () => log.all().map((delivery) => ({ ...delivery })),
    dropped: log.dropped,
    settled: async () => {
      for (let seen: unknown; seen !== queue; await nextTurn()) {
        seen = queue;
        await queue;
      }
    },
    reset: () => {
      ended.abort();
      ended = new AbortController();
      log.clear();
    },
  };
}

/** Any 2xx accepts the event, and 401 or 403 rejects it for good. */
function isRetried(status: number | null): boolean {
  if (status === 401 || status === 403) return false;
  return status === null || status < 200 || status >= 300;
}

/** Returns the status of the response; null without a response. */
async function post(url: string, event: WebhookEvent, isBare: boolean, ended: AbortSignal): Promise<number | null> {
  const { headers, body } = toRequest(event);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: Object.entries(headers).filter(([name]) => !isBare || !name.startsWith('ce-')),
      body,
      redirect: 'manual',
      signal: AbortSignal.any([ended, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  }
}
