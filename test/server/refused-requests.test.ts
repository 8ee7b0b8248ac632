import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

/** Sends bytes as they are, and returns the response. */
async function exchange(bytes: string) {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  socket.end(bytes);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => line.split(': ', 2) as [string, string]);
  return { status: Number(statusLine.split(' ')[1]), headers: new Headers(headers), body };
}

const requestWith = (line: string, ...headers: readonly string[]) => `${[line, ...headers].join('\r\n')}\r\n\r\n`;

const refused = [
  ['headers that are too large', requestWith('GET / HTTP/1.1', 'Host: a', `X-Long: ${'x'.repeat(20_000)}`), 431],
  ['bytes that are not HTTP', 'secret\r\n\r\n', 400],
  ['a method that does not exist', requestWith('SECRET / HTTP/1.1', 'Host: a'), 400],
  ['a header that is malformed', requestWith('GET / HTTP/1.1', 'Host: a', 'X-Secret secret'), 400],
  ['two lengths', requestWith('POST / HTTP/1.1', 'Host: a', 'Content-Length: 1', 'Transfer-Encoding: chunked'), 400],
  ['no host', requestWith('GET / HTTP/1.1', 'Connection: close'), 400],
  [
    'no request that the OPTIONS are for',
    requestWith('OPTIONS /graphql HTTP/1.1', 'Host: a', 'Connection: close'),
    400,
  ],
  [
    'OPTIONS of an origin for no method',
    requestWith('OPTIONS /graphql HTTP/1.1', 'Host: a', 'Origin: http://localhost:1', 'Connection: close'),
    400,
  ],
] as const;

describe('a request', () => {
  it.each(refused)(
    'with %s is refused in the form of a GraphQL response, with the usual headers',
    async (_what, bytes, status) => {
      const response = await exchange(bytes);

      expect(response.status).toBe(status);
      expect(JSON.parse(response.body)).toEqual({
        errors: [{ message: expect.any(String), extensions: { code: 'BAD_REQUEST', retryable: false } }],
      });
      expect(response.body).not.toMatch(/secret/i);
      const usual = (await fetch(`${gateway.url}/health/live`)).headers;
      for (const name of [...usual.keys()].filter((name) => !/^(keep-alive|vary|access-control-.*)$/.test(name))) {
        if (/^(x-request-id|date|content-length)$/.test(name)) expect(response.headers.get(name)).toMatch(/./);
        else if (name !== 'connection') expect([name, response.headers.get(name)]).toEqual([name, usual.get(name)]);
      }
    },
  );

  it('with an expectation that Node does not know is served', async () => {
    const { status, headers } = await exchange(
      requestWith('GET /health/live HTTP/1.1', 'Host: a', 'Expect: the-unexpected', 'Connection: close'),
    );

    expect(status).toBe(200);
    expect(headers.get('x-request-id')).toMatch(/./);
  });

  it.each(['gzip', 'br', 'deflate'])('with a body in %s is refused with 415, and the remedy', async (encoding) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': encoding },
      body: gzipSync('{"query":"{ __typename }"}'),
    });

    expect(response.status).toBe(415);
    expect(response.headers.get('accept-encoding')).toBe('identity');
    expect(await response.json()).toEqual({
      errors: [
        {
          message: 'The body must not be compressed: `content-encoding` is not supported.',
          extensions: { code: 'BAD_REQUEST', retryable: false },
        },
      ],
    });
  });

  it('to /graphql/ is served as one to /graphql', async () => {
    const headers = { 'content-type': 'application/json' };
    const [post, get, page] = await Promise.all([
      fetch(`${gateway.url}/graphql/`, { method: 'POST', headers, body: '{"query":"{ __typename }"}' }),
      fetch(`${gateway.url}/graphql/?query={__typename}`, { headers }),
      fetch(`${gateway.url}/graphql/`, { headers: { accept: 'text/html' } }),
    ]);

    expect(await post.json()).toEqual({ data: { __typename: 'Query' } });
    expect(await get.json()).toEqual({ data: { __typename: 'Query' } });
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  });
});
