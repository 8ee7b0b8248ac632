import { createHmac } from 'node:crypto';
import { toId } from '../ids.ts';
import type { JsonObject, StoredTask, StoredUser } from '../state/stored.ts';

/** An event, identical in every attempt to deliver it. */
export interface WebhookEvent {
  readonly id: string;
  readonly type: string;
  readonly user: StoredUser;
  /** Undefined for an event that is not about a single task. */
  readonly task: StoredTask | undefined;
  readonly data: JsonObject;
  /** Real time, because receivers judge the age of an event by their own clock. */
  readonly time: string;
  /** The key of the signature. */
  readonly secret: string;
}

/** Returns an event with the opposite content and a wrong signature. */
export function forge(event: WebhookEvent): WebhookEvent {
  const { status, authenticated } = event.data;
  const data: JsonObject = {
    ...event.data,
    ...(status !== undefined && { status: status === 'completed' ? 'failed' : 'completed' }),
    ...(authenticated !== undefined && { authenticated: !authenticated }),
  };
  return { ...event, id: toId('forged', event.id), data, secret: 'not the secret' };
}

/** Creates the headers and the body of the HTTP request, in the binary mode of CloudEvents. */
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
