import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isLargerThan } from '../../src/operation/response-size.ts';
import { startTestGateway, useGateway } from '../support/gateway.ts';

const repeat = (times: number, part: (index: number) => string) =>
  Array.from({ length: times }, (_each, index) => part(index)).join(' ');

/** The number of fields in the data of a response. */
function countFields(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countFields(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, each) => sum + 1 + countFields(each), 0);
}

describe('the size of JSON', () => {
  it('is measured to the byte', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.date({ noInvalidDate: true }), (json, date) => {
        const value = { data: json, date, extensions: undefined };
        const bytes = Buffer.byteLength(JSON.stringify(value));

        expect(isLargerThan(value, bytes)).toBe(false);
        expect(isLargerThan(value, bytes - 1)).toBe(true);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

/** Lists of a length that no plan knows: each user has ten accounts. */
const circle = (depth: number) => `${'accounts { user { '.repeat(depth)} identifier ${'} }'.repeat(depth)}`;

const addAccounts = ({ simulator }: ReturnType<typeof useGateway>, count: number) => {
  for (let index = 0; index < count; index += 1) simulator.addAccount({ user: 'ten', id: `account-${index}` });
};

describe('the fields of a response', () => {
  const document = '{ user(identifier: "ten") { accounts { id user { identifier suggestions { category } } } } }';
  // user, accounts, and for each account: id, user, identifier, suggestions
  const exactly = useGateway({ MAX_ANSWER_FIELDS: '42' });
  const fewer = useGateway({ MAX_ANSWER_FIELDS: '41' });

  it('are as many as there may be', async () => {
    addAccounts(exactly, 10);

    const { data, errors } = await exactly.query(document);

    expect(errors).toEqual([]);
    expect(countFields(data)).toBe(42);
  });

  it('are no more, whatever the plan assumed of a list', async () => {
    addAccounts(fewer, 10);

    const { status, data, errors } = await fewer.query(document);

    expect(status).toBe(200);
    expect(data).toEqual({ user: { accounts: null } });
    expect(errors).toEqual([
      {
        message: expect.stringContaining('more than 41 fields (MAX_ANSWER_FIELDS)'),
        locations: expect.any(Array),
        path: ['user', 'accounts'],
        extensions: { code: 'OPERATION_TOO_COMPLEX', retryable: false, limit: 'MAX_ANSWER_FIELDS', atMost: 41 },
      },
    ]);
  });

  it('are counted in whatever way a list is selected', async () => {
    addAccounts(fewer, 10);
    const spread = `query ($yes: Boolean!) {
      user(identifier: "ten") { ...A ...B accounts { id @include(if: $yes) } }
    }
    fragment A on User { accounts { ... on PayLinkAccount { user { identifier } } } }
    fragment B on User { accounts { user { ... { suggestions { category } } identifier } } }`;

    const within = await fewer.query(spread, { variables: { yes: false } });
    const beyond = await fewer.query(spread, { variables: { yes: true } });

    expect(within.errors).toEqual([]);
    expect(countFields(within.data)).toBe(32);
    expect(beyond.errors).toMatchObject([{ extensions: { limit: 'MAX_ANSWER_FIELDS' } }]);
  });

  it('leave the rest of the data in place', async () => {
    addAccounts(fewer, 10);

    const { data, errors } = await fewer.query(
      `{ a: user(identifier: "ten") { accounts { id } } b: user(identifier: "ten") { accounts { id type typeCode } } }`,
    );

    expect(data.a.accounts).toHaveLength(10);
    expect(data.b).toEqual({ accounts: null });
    expect(errors).toMatchObject([{ path: ['b', 'accounts'] }]);
  });
});

describe('with the presets', () => {
  const gateway = useGateway();

  it('accounts in accounts of a user are refused at the bound, with one error', async () => {
    addAccounts(gateway, 10);

    const { data, errors } = await gateway.query(`{ user(identifier: "ten") { ${circle(6)} } }`);

    expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'MAX_ANSWER_FIELDS' } }]);
    expect(countFields(data)).toBeLessThanOrEqual(25_000);
  });

  it('introspection that is small to send and large to answer is refused', async () => {
    const type = 'type { name ofType { name ofType { name } } }';
    const schema = `types { name fields { name args { name ${type} } ${type} } }`;
    const document = `{ ${repeat(99, (index) => `a${index}: __schema { ${schema} }`)} }`;

    const { status, data, errors } = await gateway.query(document);

    expect(status).toBe(400);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'MAX_ANSWER_FIELDS' } }]);
  });
});

describe('the fields of introspection', () => {
  const document = `query ($type: String!, $deprecated: Boolean) {
    __type(name: $type) { ...Type }
    none: __type(name: "None") { ...Type }
    __schema { queryType { ...Type } directives { name locations args { __typename name } } }
  }
  fragment Type on __Type { __typename name fields(includeDeprecated: $deprecated) { name type { kind ofType { name } } } }`;
  const variables = { type: 'PayLinkAccount', deprecated: true };

  it('are counted like others', async () => {
    const all = await count(document, variables);

    expect(all).toBeGreaterThan(50);
    expect(await count(document, variables, all)).toBe(all);
    expect(await count(document, variables, all - 1)).toBe(0);
  });

  /** Zero where the operation is refused. */
  async function count(query: string, values: object, max = 25_000): Promise<number> {
    const gateway = await startTestGateway({ MAX_ANSWER_FIELDS: `${max}` });
    const { data } = await gateway.query(query, { variables: { ...values } });
    await gateway.stop();
    return countFields(data);
  }
});

describe('the bytes of a response', () => {
  const limit = 5000;
  const gateway = useGateway({ MAX_ANSWER_BYTES: `${limit}` });

  /** A response with that many bytes of text. */
  async function ask(bytes: number, character: string) {
    const [size, frame] = [
      Buffer.byteLength(JSON.stringify(character)) - 2,
      '{"data":{"task":{"metadata":{"a":""}}}}\n',
    ];
    const text = character.repeat((bytes - frame.length) / size).padEnd((bytes - frame.length) % size, 'a');
    const { id } = gateway.simulator.addTask({ user: 'ada', metadata: { a: text } });
    const body = JSON.stringify({ query: `{ task(id: "${id}") { metadata } }` });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body });
    return { status: response.status, text: await response.text() };
  }

  it.each(['a', '"', '\u0001', 'é', '語', '😀'])('are as many as there may be, and no more: %j', async (character) => {
    const size = Buffer.byteLength(JSON.stringify(character)) - 2;
    const within = await ask(limit - ((limit - 40) % size), character);
    const beyond = await ask(limit + size, character);

    expect(within.status).toBe(200);
    expect(JSON.parse(within.text)).not.toHaveProperty('errors');
    expect(Buffer.byteLength(within.text)).toBeGreaterThan(limit - 20);
    expect(JSON.parse(beyond.text)).toEqual({
      errors: [
        {
          message: expect.stringContaining('more than 5000 bytes (MAX_ANSWER_BYTES)'),
          extensions: { code: 'OPERATION_TOO_COMPLEX', retryable: false, limit: 'MAX_ANSWER_BYTES', atMost: limit },
        },
      ],
      data: null,
    });
  });

  it('include its errors', async () => {
    gateway.simulator.addFault({ route: '*', kind: 'status', status: 500 });

    const { data, errors } = await gateway.query(`{ ${repeat(60, (index) => `a${index}: task(id: "x") { status }`)} }`);

    expect(data).toBeNull();
    expect(errors).toMatchObject([{ extensions: { limit: 'MAX_ANSWER_BYTES' } }]);
  });
});

describe('JSON of the upstream that is nested', () => {
  const gateway = useGateway();
  const nest = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

  it('is served', async () => {
    const metadata = JSON.parse(nest(400));
    const { id } = gateway.simulator.addTask({ user: 'ada', metadata });

    const { data } = await gateway.query(`{ task(id: "${id}") { metadata } }`);

    expect(data.task.metadata).toEqual(metadata);
  });

  it('too deeply is an error at its field, found in the log by the id of the request; the rest is served', async () => {
    const { id } = gateway.simulator.addTask({ user: 'ada', metadata: { a: 'deep' } });
    const { apiKey, apiSecret } = gateway.simulator.credentials;
    const headers = { 'x-api-key': apiKey, 'x-api-secret': apiSecret };
    const details = await fetch(`${gateway.simulator.apiUrl}/task/${id}/details`, { headers });
    const body = (await details.text()).replace('{"a":"deep"}', nest(5000));
    gateway.simulator.addFault({ route: 'GET /task/:taskId/details', kind: 'status', status: 200, body });

    const answer = await gateway.query(`{ task(id: "${id}") { id metadata again: metadata } }`);

    const requestId = answer.headers.get('x-request-id');
    const paths = [
      ['task', 'metadata'],
      ['task', 'again'],
    ];
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ task: { id, metadata: null, again: null } });
    expect(answer.errors).toMatchObject(
      paths.map((path) => ({ path, extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } })),
    );
    expect(gateway.logs()).toMatchObject(paths.map((path) => ({ msg: 'unforeseen error', requestId, path })));
  });
});
