import { firstSecretOf } from '../customers.ts';
import { toId } from '../ids.ts';
import type { State } from '../state/state.ts';
import type { StoredTask } from '../state/stored.ts';
import type { WebhookEvent } from './webhook-event.ts';

export interface EventContent extends Pick<WebhookEvent, 'type' | 'user' | 'data'> {
  readonly task?: StoredTask | undefined;
  /** By default, the secret that created the latest token of the user. */
  readonly secret?: string | undefined;
}

/** Sends an event if there is a receiver. */
export function announce({ seed, store, webhooks }: State, content: EventContent): void {
  if (webhooks.url() === null) return;
  const { type, user, task, data, secret } = content;
  webhooks.emit({
    id: toId(seed, 'event', store.nextSerial('eventSerial')),
    type,
    user,
    task,
    data,
    time: new Date().toISOString(),
    secret: secret ?? user.token?.secret ?? firstSecretOf(user.customer),
  });
}
