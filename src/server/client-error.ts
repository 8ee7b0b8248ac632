import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { toErrorResponse } from './error-response.ts';

const refusals: Readonly<Record<string, readonly [status: number, message: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'The headers of the request are too large.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'The chunk extensions of the body are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request was not received in time.'],
};

/** Answers bytes that Node cannot parse as a request. No hook of Fastify runs for them. */
export function createClientErrorHandler(fixedHeaders: Readonly<Record<string, string>>) {
  return ({ code }: NodeJS.ErrnoException, socket: Socket): void => {
    if (!socket.writable) return;
    const [status, message] = refusals[code ?? ''] ?? [400, 'The request is not valid HTTP.'];
    const body = JSON.stringify(toErrorResponse(status, message));
    const headers = {
      ...fixedHeaders,
      'x-request-id': randomUUID(),
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      date: new Date().toUTCString(),
      connection: 'close',
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
    socket.destroySoon();
  };
}
