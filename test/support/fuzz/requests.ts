import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { document, json, matching, variables } from './documents.ts';

/** A request sent with an HTTP client. */
export interface HttpCase {
  readonly kind: 'http';
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

/** Bytes sent over a connection unchanged. */
export interface RawCase {
  readonly kind: 'raw';
  readonly bytes: Buffer;
}

export type FuzzCase = HttpCase | RawCase;

const usual = { 'content-type': 'application/json', accept: 'application/json' };

const parameters = fc.oneof(
  { weight: 3, arbitrary: fc.record({ query: document, variables }) },
  { weight: 3, arbitrary: matching },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        query: fc.oneof(document, json),
        variables: json,
        operationName: json,
        extensions: json,
        id: json,
        documentId: json,
      },
      { requiredKeys: [] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        query: document,
        version: fc.oneof(fc.constant(1), json),
        sha256Hash: fc.oneof(fc.constant('ab'.repeat(32)), json),
      })
      .map(({ query, ...persistedQuery }) => ({ query, extensions: { persistedQuery } })),
  },
  { weight: 1, arbitrary: fc.oneof(json, fc.array(fc.record({ query: document }))) },
);

/** JSON, bytes that are not JSON, or a body that contradicts its headers. */
const body = fc.oneof(
  { weight: 8, arbitrary: parameters.map((value) => Buffer.from(JSON.stringify(value) ?? '')) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: parameters.map((value) => Buffer.from(JSON.stringify(value) ?? '', 'utf16le')) },
  { weight: 1, arbitrary: parameters.map((value) => Buffer.from(`\ufeff${JSON.stringify(value)}`)) },
  { weight: 1, arbitrary: parameters.map((value) => gzipSync(JSON.stringify(value) ?? '')) },
  {
    weight: 1,
    arbitrary: fc.tuple(parameters, fc.nat(), fc.nat(255)).map(([value, at, byte]) => {
      const bytes = Buffer.from(JSON.stringify(value) ?? '');
      if (bytes.length > 0) bytes[at % bytes.length] = byte;
      return bytes;
    }),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('[', '{"a":', '{"__proto__":'), fc.nat(5000))
      .map(([part, times]) => Buffer.from(part.repeat(times))),
  },
);

const headerNames = [
  ...['accept', 'accept-encoding', 'accept-language', 'content-type', 'content-encoding', 'content-language', 'origin'],
  ...['authorization', 'x-api-key', 'x-api-secret', 'x-public-token', 'cookie', 'x-paylink-explain', 'x-request-id'],
  ...['apollo-require-preflight', 'x-apollo-operation-name', 'access-control-request-method', 'if-none-match', 'range'],
  ...['traceparent', 'forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-http-method-override', 'referer', 'te'],
];
const headerValues = [
  ...[
    'application/json',
    'application/json; charset=utf-16',
    'application/json;charset=;;',
    'application/json; charset="utf-8',
  ],
  ...[
    'application/graphql',
    'application/graphql-response+json',
    'text/html',
    'text/event-stream',
    'multipart/mixed; deferSpec=20220824',
  ],
  ...[
    'multipart/form-data; boundary=',
    'application/x-www-form-urlencoded',
    '*/*',
    '*/*;q=x',
    'gzip',
    'deflate, br',
    'identity;q=0',
  ],
  ...[
    'plan',
    'report',
    'true',
    'demo-key',
    'demo-secret',
    'Bearer',
    'Bearer a.b.c',
    'Bearer eyJhbGciOiJub25lIn0.e30.',
    'Basic Og==',
  ],
  ...[
    'null',
    'https://studio.apollographql.com',
    'http://[',
    'bytes=0-1',
    '__proto__',
    ',',
    ';',
    '"',
    'a'.repeat(4000),
  ],
];
const headerValue = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...headerValues) },
  // Values that an HTTP client accepts.
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.integer({ min: 32, max: 254 }).map((code) => String.fromCharCode(code < 127 ? code : code + 1)),
      maxLength: 60,
    }),
  },
);
const headers = fc.oneof(
  { weight: 4, arbitrary: fc.constant(usual) },
  {
    weight: 3,
    arbitrary: fc
      .dictionary(fc.constantFrom(...headerNames), headerValue, { maxKeys: 4 })
      .map((more) => ({ ...usual, ...more })),
  },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom(...headerNames), headerValue, { maxKeys: 8 }) },
);

const paths = [
  '/graphql',
  '/',
  '/graphiql',
  '/graphiql/',
  '/graphiql/start.js',
  '/health/live',
  '/health/ready',
  '/metrics',
];
const path = fc.oneof(
  { weight: 6, arbitrary: fc.constant('/graphql') },
  { weight: 1, arbitrary: fc.constantFrom(...paths, ...paths.map((each) => `${each}/../%2e%2e/etc/passwd`)) },
  { weight: 1, arbitrary: fc.webPath().map((each) => `/${each}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '/%',
      '/%zz',
      '/%00',
      '//',
      '/..%2f',
      '/graphql%2f',
      '/graphiql/%2e%2e/%2e%2e/package.json',
    ),
  },
);

const post: fc.Arbitrary<HttpCase> = fc.record({
  kind: fc.constant('http'),
  method: fc.constant('POST'),
  path: fc.constant('/graphql'),
  headers,
  body,
});
const get: fc.Arbitrary<HttpCase> = fc
  .record({ parameters, headers, preflighted: fc.boolean(), rest: fc.oneof(fc.constant(''), fc.webQueryParameters()) })
  .map(({ parameters, headers, preflighted, rest }) => {
    const entries = Object.entries(Object(parameters)).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value.toWellFormed() : (JSON.stringify(value) ?? ''),
    ]);
    const query = new URLSearchParams(entries).toString().slice(0, 10_000);
    const more = preflighted ? { 'apollo-require-preflight': '1' } : {};
    return {
      kind: 'http',
      method: 'GET',
      path: `/graphql?${query}&${rest}`,
      headers: { ...headers, ...more },
      body: null,
    };
  });
const elsewhere: fc.Arbitrary<HttpCase> = fc.record({
  kind: fc.constant('http'),
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND'),
  path,
  headers,
  body: fc.oneof(fc.constant(null), body),
});

/** The bytes of a request, some of them changed. */
const raw: fc.Arbitrary<RawCase> = fc
  .record({
    line: fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          'POST /graphql HTTP/1.1',
          'GET /graphql?query={__typename} HTTP/1.1',
          'POST /graphql HTTP/1.0',
        ),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          'GET / HTTP/2.0',
          'get / HTTP/1.1',
          'GET /graphql',
          'CONNECT a:1 HTTP/1.1',
          'PRI * HTTP/2.0',
          '\x16\x03\x01',
        ),
      },
    ),
    headers: fc.array(
      fc.oneof(
        fc.constantFrom(
          'Host: a',
          'Host: a\r\nHost: b',
          'Content-Type: application/json',
          'Connection: close',
          'Connection: upgrade\r\nUpgrade: websocket',
        ),
        fc.constantFrom(
          'Content-Length: 5',
          'Content-Length: -1',
          'Content-Length: 5\r\nContent-Length: 6',
          'Content-Length: 99999999999',
        ),
        fc.constantFrom(
          'Transfer-Encoding: chunked',
          'Transfer-Encoding: chunked, identity',
          'Transfer-Encoding: gzip',
          'Expect: 100-continue',
          'Expect: x',
        ),
        fc.constantFrom(
          'X-Api-Key: a\r\nX-Api-Key: b',
          'Authorization: a\r\nAuthorization: b',
          ' folded',
          'no-colon',
          ': empty',
          'a\0b: c',
          `x: ${'y'.repeat(20_000)}`,
        ),
        fc.string({ unit: 'binary', maxLength: 30 }),
      ),
      { maxLength: 6 },
    ),
    content: fc.oneof(
      fc.constantFrom(
        '',
        '5\r\n{"a":\r\n0\r\n\r\n',
        'zz\r\n',
        '-1\r\n',
        'fffffffffffffffff\r\n',
        '0\r\n\r\nGET / HTTP/1.1\r\n\r\n',
      ),
      body.map((bytes) => bytes.toString('latin1')),
    ),
    changes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
  })
  .map(({ line, headers, content, changes }) => {
    const bytes = Buffer.from(`${[line, 'Host: localhost', ...headers].join('\r\n')}\r\n\r\n${content}`, 'latin1');
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return { kind: 'raw', bytes };
  });

export const fuzzCase: fc.Arbitrary<FuzzCase> = fc.oneof(
  { weight: 12, arbitrary: post },
  { weight: 3, arbitrary: get },
  { weight: 2, arbitrary: elsewhere },
  { weight: 3, arbitrary: raw },
);
