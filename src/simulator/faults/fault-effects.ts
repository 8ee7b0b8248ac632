import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defaultErrorBody } from '../api-errors.ts';
import type { LoggedCall } from '../state/call-log.ts';
import { pauseWhileOpen, toEncodedBody, toHugeBody, toSlowBody } from './broken-bodies.ts';
import { changeJson } from './broken-json.ts';
import type { Fault, ResponseFault } from './faults.ts';

type StatusFault = Extract<Fault, { kind: 'status' }>;

const HUGE_BODY_BYTES = 32 * 2 ** 20;
const HUGE_HEADER_BYTES = 64 * 2 ** 10;
const webPage = (title: string) => `<!doctype html><title>${title}</title><p>${title}.</p>`;

/** Applies a fault that prevents the call from taking effect. */
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
  if (fault.kind === 'firewall') {
    return reply
      .code(fault.status ?? 403)
      .type('text/html; charset=utf-8')
      .send(webPage('Access denied'));
  }
  // Nothing responds from here on; the socket ends when the client disconnects or the server stops.
  reply.hijack();
  if (fault.kind === 'reset') request.raw.socket.resetAndDestroy();
  return reply;
}

/** Sets status and headers, and returns the body of the fault, or the given body if the fault has none. */
function prepareStatus<Given>(
  { status, body, headers, retryAfter }: StatusFault,
  reply: FastifyReply,
  given: Given,
): Given | string {
  reply.code(status);
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  if (body !== undefined) reply.type(`${text === body ? 'text/plain' : 'application/json'}; charset=utf-8`);
  if (headers) reply.headers(headers);
  return text ?? given;
}

/** A response that is ready to be sent. */
export interface PreparedResponse {
  readonly reply: FastifyReply;
  readonly payload: string;
  readonly call: LoggedCall | undefined;
  /** Sends the response with this body. */
  send(body: string | Readable | null): void;
}

/** Applies a fault that changes the response to a call that took effect. */
export function applyToResponse(fault: ResponseFault, response: PreparedResponse): void {
  if (fault.kind === 'latency') delay(fault.ms, response);
  else if (fault.kind === 'truncated' || fault.kind === 'reset-after-headers') breakOff(fault.kind, response);
  else response.send(changeResponse(fault, response));
}

type SentFault = Exclude<ResponseFault, { kind: 'latency' | 'truncated' | 'reset-after-headers' }>;

/** Changes status and headers, and returns the body to send. */
function changeResponse(fault: SentFault, { reply, payload }: PreparedResponse): string | Readable | null {
  switch (fault.kind) {
    case 'slow-body':
      reply.header('content-length', Buffer.byteLength(payload));
      return toSlowBody(payload, fault.ms, reply.raw);
    case 'huge-body':
      reply.code(200);
      return toHugeBody(payload, fault.bytes ?? HUGE_BODY_BYTES);
    case 'encoded':
      reply.header('content-encoding', fault.encoding).removeHeader('content-length');
      return toEncodedBody(payload, fault.encoding, fault.bytes);
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
      return webPage('We will be right back');
    case 'status':
      return prepareStatus(fault, reply, payload);
    default:
      return JSON.stringify(changeJson(JSON.parse(payload), fault));
  }
}

async function delay(ms: number, { reply, payload, send }: PreparedResponse): Promise<void> {
  if (await pauseWhileOpen(ms, reply.raw)) send(payload);
}

/** Announces the whole response, then breaks the connection before or in the middle of its body. */
function breakOff(kind: 'reset-after-headers' | 'truncated', { reply, payload, call }: PreparedResponse): void {
  const { raw } = reply;
  const body = Buffer.from(payload);
  call?.answered(200);
  raw.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
  if (kind === 'truncated') raw.write(body.subarray(0, body.length >> 1), () => raw.destroy());
  else {
    raw.flushHeaders();
    // Wait until the headers have been sent: a reset discards unsent data.
    raw.socket?.write('', () => raw.socket?.resetAndDestroy());
  }
}
