import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defaultErrorBody } from '../errors.ts';
import type { LoggedCall } from '../state/call-log.ts';
import { pauseWhileOpen, toHugeBody, toSlowBody } from './broken-bodies.ts';
import { withExtraField, withoutField, withUnknownEnum, withWrongType } from './broken-json.ts';
import type { AnswerFault, Fault } from './faults.ts';

type StatusFault = Extract<Fault, { kind: 'status' }>;

const HUGE_BODY_BYTES = 32 * 2 ** 20;
const HUGE_HEADER_BYTES = 64 * 2 ** 10;

/** A fault that strikes before the call has any effect. */
export function applyBefore(
  fault: Fault,
  request: FastifyRequest,
  reply: FastifyReply,
  otherPort: () => string,
): FastifyReply {
  if (fault.kind === 'status') return reply.send(prepareStatus(fault, reply, defaultErrorBody(fault.status)));
  if (fault.kind === 'redirect') {
    return reply.redirect(fault.location ?? `http://${request.hostname}:${otherPort()}${request.raw.url}`);
  }
  // From here on nothing answers; the socket ends when the client leaves or the server stops.
  reply.hijack();
  if (fault.kind === 'reset') request.raw.socket.resetAndDestroy();
  return reply;
}

/** Without a body of its own, the fault lets the given one stand. */
function prepareStatus<Given>(
  { status, body, retryAfter }: StatusFault,
  reply: FastifyReply,
  given: Given,
): Given | string {
  reply.code(status);
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  if (body === undefined) return given;
  reply.type(typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8');
  return typeof body === 'string' ? body : JSON.stringify(body);
}

export interface Answer {
  readonly reply: FastifyReply;
  readonly payload: string;
  readonly call: LoggedCall | undefined;
  /** Lets the answer go, with this body. Without it, nothing more is sent. */
  send(body: string | Readable | null): void;
}

/** A fault that spoils the answer of a call that took place. */
export function applyToAnswer(fault: AnswerFault, answer: Answer): void {
  if (fault.kind === 'latency') delay(fault.ms, answer);
  else if (fault.kind === 'truncated' || fault.kind === 'reset-after-headers') breakOff(fault.kind, answer);
  else answer.send(spoil(fault, answer));
}

type WholeAnswerFault = Exclude<AnswerFault, { kind: 'latency' | 'truncated' | 'reset-after-headers' }>;

/** Changes status and headers, and gives the body to send. */
function spoil(fault: WholeAnswerFault, { reply, payload }: Answer): string | Readable | null {
  switch (fault.kind) {
    case 'slow-body':
      reply.header('content-length', Buffer.byteLength(payload));
      return toSlowBody(payload, fault.ms, reply.raw);
    case 'huge-body':
      reply.code(200);
      return toHugeBody(payload, fault.bytes ?? HUGE_BODY_BYTES);
    case 'huge-header':
      reply.header('x-filler', 'x'.repeat(fault.bytes ?? HUGE_HEADER_BYTES));
      return payload;
    case 'empty':
      reply.code(200);
      return null;
    case 'no-content':
      reply.code(204).removeHeader('content-type');
      return null;
    case 'non-json':
      reply.code(200).type('text/html; charset=utf-8');
      return '<!doctype html><title>Service</title><p>We will be right back.</p>';
    case 'status':
      return prepareStatus(fault, reply, payload);
    default:
      return JSON.stringify(changes[fault.kind](JSON.parse(payload), fault.field));
  }
}

const changes = {
  'unknown-enum': withUnknownEnum,
  'missing-field': withoutField,
  'wrong-type': withWrongType,
  'extra-field': withExtraField,
};

async function delay(ms: number, { reply, payload, send }: Answer): Promise<void> {
  if (await pauseWhileOpen(ms, reply.raw)) send(payload);
}

/** Promises the whole answer, and breaks the connection before any of it or in its middle. */
function breakOff(kind: 'reset-after-headers' | 'truncated', { reply, payload, call }: Answer): void {
  const { raw } = reply;
  const body = Buffer.from(payload);
  call?.answered(200);
  raw.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
  if (kind === 'truncated') raw.write(body.subarray(0, body.length >> 1), () => raw.destroy());
  else {
    raw.flushHeaders();
    // Called once all that was written before it has been sent: a reset discards what has not.
    raw.socket?.write('', () => raw.socket?.resetAndDestroy());
  }
}
