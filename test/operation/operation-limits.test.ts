import { describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { useGateway } from '../support/gateway.ts';

const repeat = (times: number, part: (index: number) => string) =>
  Array.from({ length: times }, (_, i) => part(i)).join(' ');

/** An operation at each limit, and one slightly over it. */
const limits = [
  {
    limit: 'MAX_DEPTH',
    atMost: 5,
    reason: 'is nested deeper than 5 levels',
    within: '{ user(identifier: "ada") { tasks(first: 1) { nodes { company { name } } } } }',
    beyond: '{ user(identifier: "ada") { tasks(first: 1) { nodes { company { branding { color } } } } } }',
  },
  {
    limit: 'MAX_DEPTH',
    atMost: 5,
    reason: 'is nested deeper than 5 levels',
    within:
      '{ ...A } fragment A on Query { user(identifier: "ada") { ... on User { tasks(first: 1) { nodes { id } } } } }',
    beyond: `{ ...A user(identifier: "ada") { tasks(first: 1) { nodes { ...B } } } }
      fragment A on Query { user(identifier: "ada") { id } } fragment B on Task { company { branding { color } } }`,
  },
  {
    limit: 'MAX_ALIASES',
    atMost: 3,
    reason: 'has more than 3 aliases',
    within: '{ a: __typename b: __typename c: __typename }',
    beyond: '{ a: __typename b: __typename c: __typename d: __typename }',
  },
  {
    limit: 'MAX_ALIASES',
    atMost: 3,
    reason: 'has more than 3 aliases',
    within: '{ a: user(identifier: "ada") { ...A ...A } } fragment A on User { b: identifier }',
    beyond: '{ a: user(identifier: "ada") { ...A ...A ...A } } fragment A on User { b: identifier }',
  },
  {
    limit: 'MAX_DIRECTIVES',
    atMost: 3,
    reason: 'has more than 3 directives',
    within: '{ viewer @skip(if: false) { id @include(if: true) ... @include(if: true) { identifier } } }',
    beyond:
      '{ viewer @skip(if: false) { id @include(if: true) ... @include(if: true) { identifier @skip(if: false) } } }',
  },
  {
    limit: 'MAX_DIRECTIVES',
    atMost: 3,
    reason: 'has more than 3 directives',
    within: `{ viewer { ${repeat(3, () => '...A @skip(if: false)')} } } fragment A on User { id }`,
    beyond: `{ viewer { ${repeat(4, () => '...A @skip(if: false)')} } } fragment A on User { id }`,
  },
  {
    limit: 'MAX_ROOT_FIELDS',
    atMost: 4,
    reason: 'has more than 4 root fields',
    within: '{ viewer { id identifier } __typename ...A } fragment A on Query { ... { __typename } viewer { id } }',
    beyond: '{ viewer { id identifier } ...A ...A } fragment A on Query { ... { __typename } viewer { id } }',
  },
  {
    limit: 'MAX_ANSWER_FIELDS',
    atMost: 200,
    reason: 'may have more than 200 fields',
    within: '{ user(identifier: "ada") { tasks(first: 90) { nodes { status id } } } }',
    beyond: '{ user(identifier: "ada") { tasks(first: 100) { nodes { status id } } } }',
  },
];

describe('an operation', () => {
  const gateway = useGateway(Object.fromEntries(limits.map(({ limit, atMost }) => [limit, `${atMost}`])));

  it.each(limits)('runs just within $limit: $within', async ({ within }) => {
    expect((await gateway.query(within)).errors).toEqual([]);
  });

  it.each(limits)('is refused just beyond $limit: $beyond', async ({ beyond, limit, atMost, reason }) => {
    const { status, data, errors } = await gateway.query(beyond);

    expect(status).toBe(400);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_COMPLEX', retryable: false, limit, atMost } }]);
    expect(errors[0]?.message).toContain(reason);
    expect(gateway.simulator.requests()).toEqual([]);
  });
});

describe('a document', () => {
  const gateway = useGateway({ MAX_TOKENS: '12' });

  it('may have as many tokens as there may be, and no more', async () => {
    const within = await gateway.query('{ viewer { id identifier } __typename ...{ __typename } }');
    const beyond = await gateway.query('{ viewer { id identifier } __typename ...{ __typename id } }');

    expect(within.errors).toEqual([]);
    expect(beyond.status).toBe(400);
    expect(beyond.errors).toMatchObject([
      {
        message: 'This document has more than 12 tokens (MAX_TOKENS).',
        extensions: { code: 'OPERATION_TOO_COMPLEX', retryable: false },
      },
    ]);
  });
});

describe('the text of a document', () => {
  const gateway = useGateway({ MAX_DOCUMENT_BYTES: '60' });
  const comment = (bytes: number) => `{ __typename } #${'é'.repeat(20)}`.padEnd(bytes - 20);

  it('may have as many bytes as there may be, and no more, comments included', async () => {
    const within = await gateway.query(comment(60));
    const beyond = await gateway.query(comment(61));

    expect(within.errors).toEqual([]);
    expect(beyond.status).toBe(400);
    expect(beyond.errors).toEqual([
      {
        message: 'This document has more than 60 bytes (MAX_DOCUMENT_BYTES).',
        extensions: { code: 'OPERATION_TOO_COMPLEX', retryable: false, limit: 'MAX_DOCUMENT_BYTES', atMost: 60 },
      },
    ]);
  });
});

describe('the presets', () => {
  const gateway = useGateway();

  it('let the tools of others read the schema', async () => {
    const { errors } = await gateway.query(getIntrospectionQuery({ inputValueDeprecation: true }));

    expect(errors).toEqual([]);
  });

  it('let nobody send a megabyte of comments', async () => {
    const { status, errors } = await gateway.query(`{ __typename } ${'#\n'.repeat(340_000)}`);

    expect(status).toBe(400);
    expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'MAX_DOCUMENT_BYTES' } }]);
  });

  it('let a screen of fifty aliases pass', async () => {
    const aliases = repeat(50, (index) => `a${index}: task(id: "ada00000000000000007a50${index % 9}") { status }`);

    expect((await gateway.query(`{ ${aliases} }`)).errors).toEqual([]);
  });

  it('let nobody read the schema in circles', async () => {
    const fields = `${repeat(4, () => 'fields { type {')} name ${'} }'.repeat(4)}`;

    const { status, errors } = await gateway.query(`{ __schema { types { ${fields} } } }`);

    expect(status).toBe(400);
    expect(errors[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

const nest = (depth: number) => `${'viewer { '.repeat(depth)} id ${'}'.repeat(depth)}`;

/** Each small to send, and endless for a server that is not careful. */
const hostile = [
  ['ten thousand braces', '{'.repeat(10_000)],
  ['fields in fields', `{ ${nest(3000)} }`],
  ['the same fields in fields twice', `{ ${nest(1400)} ${nest(1400)} }`],
  ['lists in lists', `{ user(identifier: ${'['.repeat(4900)}${']'.repeat(4900)}) { id } }`],
  ['objects in objects', `{ user(identifier: ${'{a:'.repeat(2400)}1${'}'.repeat(2400)}) { id } }`],
  ['a type of lists in lists', `query ($a: ${'['.repeat(4900)}ID${']'.repeat(4900)}) { user(identifier: $a) { id } }`],
  ['five thousand aliases', `{ ${repeat(5000, (index) => `a${index}: viewer { id }`)} }`],
  ['many aliases', `{ ${repeat(3000, (index) => `a${index}: __typename`)} }`],
  ['many directives', `{ viewer { id ${'@skip(if: false) '.repeat(1400)} } }`],
  ['the same field often', `{ ${'__typename '.repeat(9900)} }`],
  [
    'fragments that double each time',
    `{ viewer { ...F0 } } ${repeat(600, (i) => `fragment F${i} on User { a${i}: id ...F${i + 1} ...F${i + 1} }`)} fragment F600 on User { id }`,
  ],
  ['fragments in circles', '{ viewer { ...A } } fragment A on User { id ...B } fragment B on User { id ...A ...A }'],
] as const;

describe('a hostile document', () => {
  // The most tokens that there may be at all.
  const gateway = useGateway({ MAX_TOKENS: '10000' });

  it.each(hostile)('is refused before any call, and quickly: %s', async (_what, document) => {
    const { status, errors } = await gateway.query(document);

    expect(status).toBe(400);
    expect(errors.length).toBeGreaterThan(0);
    for (const { extensions } of errors) {
      expect(['OPERATION_TOO_COMPLEX', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED']).toContain(extensions.code);
    }
    expect(gateway.logs()).toEqual([]);
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it('is refused for a variable that is a long list of what does not fit', async () => {
    const ids = Array.from({ length: 150_000 }, () => [1]);
    const document = 'query ($ids: [ID!]!) { tasks(ids: $ids) { status } }';

    const { status, errors } = await gateway.query(document, { variables: { ids } });

    expect(status).toBe(400);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(gateway.simulator.requests()).toEqual([]);
  });
});

describe('a body', () => {
  const gateway = useGateway({ MAX_BODY_BYTES: '100' });
  const send = (bytes: number) =>
    fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ __typename }"}'.padEnd(bytes),
    });

  it('may have as many bytes as there may be, and no more', async () => {
    const [within, beyond] = await Promise.all([send(100), send(101)]);

    expect(within.status).toBe(200);
    expect(beyond.status).toBe(413);
    expect(await beyond.json()).toEqual({
      errors: [
        {
          message: 'The body is larger than 100 bytes (MAX_BODY_BYTES).',
          extensions: { code: 'BAD_REQUEST', retryable: false },
        },
      ],
    });
  });

  it('holds one operation, and no batch of them', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '[{"query":"{ __typename }"}]',
    });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [{ message: 'Operation batching disabled.', extensions: { code: 'BAD_REQUEST' } }],
    });
  });
});
