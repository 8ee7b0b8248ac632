import { createHmac } from 'node:crypto';
import { toId } from '../ids.ts';
import type { JsonObject, StoredTask, StoredUser } from '../state/stored.ts';

/** One event, the same at every attempt to deliver it. */
export interface WebhookEvent {
  readonly id: string;
  readonly type: string;
  readonly user: StoredUser;
  /** Undefined for an event that is not about one task. */
  readonly task: StoredTask | undefined;
  readonly data: JsonObject;
  /** Real time: a receiver judges the age of an event by it, and knows nothing of a clock that was moved. */
  readonly time: string;
  /** The key of the signature. */
  readonly secret: string;
}

/** The event as somebody would make it up who does not know the secret: it says the opposite. */
export function forge(event: WebhookEvent): WebhookEvent {
  const { status, authenticated } = event.data;
  const data: JsonObject = {
    ...event.data,
    ...(status !== undefined && { status: status === 'completed' ? 'failed' : 'completed' }),
    ...(authenticated !== undefined && { authenticated: !authenticated }),
  };
  return { ...event, id: toId('forged', event.id), data, secret: 'not the secret' };
}

/** Headers and body of the HTTP request, in the binary mode of CloudEvents. */
export function toRequest({ id, type, user, task, data, time, secret }: WebhookEvent) {
  const body = JSON.stringify({
    eventType: type,
    eventTime: time,
    user: { _id: user.id, identifier: user.identifier },
    ...(task && { task: task.id, product: task.product }),
    ...(task?.company && { company: task.company }),
    ...(task?.metadata && { metadata: task.metadata }),
    ...(task && user.token && { publicToken: user.token.publicToken }),
    data,
  });
  const headers = {
    'content-type': 'application/json',
    'x-hmac-signature-sha-256': createHmac('sha256', secret).update(body).digest('hex'),
    'ce-id': id,
    'ce-type': `com.atomicfi.${type}`,
    'ce-time': time,
    'ce-source': 'paylink-simulator',
    'ce-specversion': '1.0',
  };
  return { headers, body };
}
