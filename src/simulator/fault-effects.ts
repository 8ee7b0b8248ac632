import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LoggedCall } from './call-log.ts';
import { defaultErrorBody } from './errors.ts';
import { type Fault, withoutField, withUnknownEnum } from './faults.ts';

type StatusFault = Extract<Fault, { kind: 'status' }>;

/** A fault that strikes before the call has any effect. */
export function applyBefore(fault: Fault, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (fault.kind === 'status') return reply.send(prepareStatus(fault, reply, defaultErrorBody(fault.status)));
  // From here on nothing answers; the socket ends when the client leaves or the server stops.
  reply.hijack();
  if (fault.kind === 'reset') request.raw.socket.resetAndDestroy();
  return reply;
}

/** Without a body of its own, the fault lets the given one stand. */
function prepareStatus({ status, body, retryAfter }: StatusFault, reply: FastifyReply, given: unknown): unknown {
  reply.code(status);
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  if (body === undefined) return given;
  reply.type(typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8');
  return typeof body === 'string' ? body : JSON.stringify(body);
}

export interface Answer {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly payload: unknown;
  readonly call: LoggedCall | undefined;
  /** Lets the answer go, with this body. Without it, nothing more is sent. */
  send(body: unknown): void;
}

/** A fault that spoils the answer of a call that took place. */
export function applyToAnswer(fault: Fault, answer: Answer): void {
  const { reply, payload, send } = answer;
  if (fault.kind === 'latency') delay(fault.ms, answer);
  else if (fault.kind === 'truncated') truncate(answer);
  else if (fault.kind === 'non-json') {
    reply.code(200).type('text/html; charset=utf-8');
    send('<!doctype html><title>Service</title><p>We will be right back.</p>');
  } else if (fault.kind === 'status') {
    send(prepareStatus(fault, reply, payload));
  } else if (fault.kind === 'unknown-enum') send(mapJson(payload, (body) => withUnknownEnum(body, fault.field)));
  else if (fault.kind === 'missing-field') send(mapJson(payload, (body) => withoutField(body, fault.field)));
  else send(payload);
}

function mapJson(payload: unknown, change: (body: unknown) => unknown): unknown {
  return typeof payload === 'string' ? JSON.stringify(change(JSON.parse(payload))) : payload;
}

/** Ends early when the connection does, so that no timer is left when the server has stopped. */
async function delay(ms: number, { reply, payload, send }: Answer): Promise<void> {
  const gone = new AbortController();
  const abort = () => gone.abort();
  reply.raw.once('close', abort);
  const inTime = await wait(ms, true, { signal: gone.signal }).catch(() => false);
  reply.raw.off('close', abort);
  if (inTime) send(payload);
}

function truncate({ reply, payload, call }: Answer): void {
  const body = Buffer.from(typeof payload === 'string' ? payload : '');
  const { raw } = reply;
  call?.answered(200);
  raw.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
  raw.write(body.subarray(0, body.length >> 1), () => raw.destroy());
}
