import type { FaultList } from '../faults/fault-list.ts';
import type { Agenda } from '../state/agenda.ts';
import type { Clock } from '../state/clock.ts';
import { createDeliveries, type Deliveries } from './deliveries.ts';
import { forge, type WebhookEvent } from './webhook-event.ts';

export interface Webhooks extends Pick<Deliveries, 'settled' | 'reset'> {
  /** Sends events to this receiver from now on; to none if null or empty. */
  sendTo(url: string | null): void;
  url(): string | null;
  emit(event: WebhookEvent): void;
  /** Every attempt to deliver an event, the oldest first. */
  deliveries: Deliveries['all'];
  dropped: Deliveries['dropped'];
}

interface Surroundings {
  readonly clock: Clock;
  readonly agenda: Agenda;
  readonly faults: FaultList;
}

/** A shuffled event is sent after this time if no other event follows. */
const LONGEST_WAIT_MS = 30_000;
const GROUP = 'webhooks';

/** Sends events once and in order, unless a fault applies. */
export function createWebhooks({ clock, agenda, faults }: Surroundings): Webhooks {
  const later = (ms: number, run: () => void) => agenda.add({ at: clock.now().getTime() + ms, group: GROUP, run });
  let url: string | null = null;
  const deliveries = createDeliveries(() => url, later);
  const waiting = new Set<WebhookEvent>();

  function letGo(event: WebhookEvent): void {
    if (waiting.delete(event)) deliveries.send(event, 'webhook-shuffled');
  }

  function emit(event: WebhookEvent): void {
    const { type, user, task } = event;
    const fault = faults.spendOnWebhook({ type, names: [user.identifier, task?.id] });
    switch (fault?.kind) {
      case 'webhook-lost':
        deliveries.lose(event, fault.kind);
        break;
      case 'webhook-delayed':
        later(fault.ms, () => deliveries.send(event, fault.kind));
        break;
      case 'webhook-shuffled':
        waiting.add(event);
        later(LONGEST_WAIT_MS, () => letGo(event));
        return;
      case 'webhook-forged':
        deliveries.send(forge(event), fault.kind);
        deliveries.send(event, null);
        break;
      case 'webhook-doubled':
        deliveries.send(event, fault.kind);
        deliveries.send(event, fault.kind);
        break;
      default:
        deliveries.send(event, fault?.kind ?? null);
    }
    for (const overtaken of waiting) letGo(overtaken);
  }

  return {
    sendTo: (receiver) => {
      url = receiver || null;
    },
    url: () => url,
    emit,
    deliveries: deliveries.all,
    dropped: deliveries.dropped,
    settled: deliveries.settled,
    reset: () => {
      agenda.cancel(GROUP);
      waiting.clear();
      deliveries.reset();
    },
  };
}
