import Type, { type Static } from 'typebox';
import { check, filled } from '../validation.ts';

const scope = {
  /** Type of the events that the fault applies to; all by default. */
  event: Type.Optional(filled),
  /** Identifier of a user or id of a task, to limit the fault to its events. */
  match: Type.Optional(filled),
  times: Type.Optional(Type.Integer({ minimum: 1 })),
  share: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
};

const schemas = {
  'webhook-lost': Type.Object({ ...scope, kind: Type.Literal('webhook-lost') }),
  'webhook-doubled': Type.Object({ ...scope, kind: Type.Literal('webhook-doubled') }),
  'webhook-shuffled': Type.Object({ ...scope, kind: Type.Literal('webhook-shuffled') }),
  'webhook-delayed': Type.Object({
    ...scope,
    kind: Type.Literal('webhook-delayed'),
    ms: Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 }),
  }),
  'webhook-forged': Type.Object({ ...scope, kind: Type.Literal('webhook-forged') }),
  'webhook-bare': Type.Object({ ...scope, kind: Type.Literal('webhook-bare') }),
};

export type WebhookFaultKind = keyof typeof schemas;
export type WebhookFault = Static<(typeof schemas)[WebhookFaultKind]>;

export const webhookFaultKinds = Object.keys(schemas) as readonly WebhookFaultKind[];

/** Whether the kind is one of these. The other properties are not checked. */
export function isWebhookFault(input: unknown): input is WebhookFault {
  const kind: unknown = typeof input === 'object' && input !== null && 'kind' in input ? input.kind : undefined;
  return webhookFaultKinds.some((known) => known === kind);
}

export function checkWebhookFault(fault: WebhookFault): WebhookFault {
  return check(schemas[fault.kind], fault);
}
