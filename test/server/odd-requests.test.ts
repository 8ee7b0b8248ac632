import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../src/observability/logger.ts';
import { redactor } from '../../src/operation/redactor.ts';
import { createHttpServer } from '../../src/server/http-server.ts';
import { useGateway } from '../support/gateway.ts';

/** Sends bytes and reads the response until the connection closes. With `isEnded: false`, only the server closes it. */
function exchange(url: string, bytes: string, { isEnded = true } = {}): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  if (isEnded) socket.end(bytes);
  else socket.write(bytes);
  return text(socket);
}

const body = '{"query":"{ __typename }"}';
const headers = ['Content-Type: application/json', `Content-Length: ${body.length}`, 'Connection: close'];
const request = (line: string, ...more: readonly string[]) =>
  `${[line, ...headers, ...more].join('\r\n')}\r\n\r\n${body}`;

describe('a request', () => {
  const gateway = useGateway();

  it.each([
    ['with HTTP/1.0 and no host', request('POST /graphql HTTP/1.0')],
    ['with an empty host', request('POST /graphql HTTP/1.1', 'Host:')],
    ['for another host', request('POST /graphql HTTP/1.1', 'Host: [::1]:80')],
  ])('is served: %s', async (_what, bytes) => {
    const answer = await exchange(gateway.url, bytes);

    expect(answer).toMatch(/^HTTP\/1.1 200 /);
    expect(answer).toContain('{"data":{"__typename":"Query"}}');
  });

  it.each(['[', 'a b', 'a:b:c', 'a%zz', '::1'])('is refused for a malformed host: %s', async (host) => {
    const answer = await exchange(gateway.url, request('POST /graphql HTTP/1.1', `Host: ${host}`));

    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain('The `host` header is malformed.');
    expect(answer).toContain('x-content-type-options: nosniff');
  });
});

describe('a request that never ends', () => {
  it.each([
    ['its headers', 'POST / HTTP/1.1\r\nHost: a\r\n'],
    ['its body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{'],
  ])('times out in %s', async (_what, bytes) => {
    const options = { corsOrigins: [], upstreamName: 'custom', maxBodyBytes: 1024, requestTimeoutMs: 20 };
    const server = await createHttpServer(options, createLogger('silent', redactor));
    server.post('/', async () => 'too late');
    const url = await server.listen({ port: 0 });

    const answer = await exchange(url, bytes, { isEnded: false });
    await server.close();

    expect(answer).toMatch(/^HTTP\/1.1 408 /);
  });
});
