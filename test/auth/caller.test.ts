import { once } from 'node:events';
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';
import { mintToken } from '../support/mint.ts';

const document = '{ user(identifier: "ada") { tasks { totalCount } } }';
const keyPair = { 'x-api-key': 'demo-key', 'x-api-secret': 'demo-secret' };

const refused = [
  ['only a key', { 'x-api-key': 'demo-key' }],
  ['only a secret', { 'x-api-secret': 'demo-secret' }],
  ['an empty key', { 'x-api-key': '', 'x-api-secret': 'demo-secret' }],
  ['an empty secret', { 'x-api-key': 'demo-key', 'x-api-secret': '' }],
  ['an empty key pair', { 'x-api-key': '', 'x-api-secret': '' }],
  ['a bearer token', { authorization: 'Bearer abc.def.ghi' }],
  ['basic credentials', { authorization: 'Basic YTpi' }],
  ['an empty authorization', { authorization: '' }],
  ['a public token', { 'x-public-token': 'Token7Of8Nobody' }],
  ['an empty public token', { 'x-public-token': '' }],
  ['a bearer token beside a key pair', { ...keyPair, authorization: 'Bearer abc.def.ghi' }],
  ['a public token that is far too long', { 'x-public-token': 'x'.repeat(5000) }],
  [
    'a public token beside a bearer token',
    { authorization: 'Bearer abc.def.ghi', 'x-public-token': 'Token7Of8Nobody' },
  ],
  ['a public token beside half a key pair', { 'x-api-key': 'demo-key', 'x-public-token': 'Token7Of8Nobody' }],
  ['a public token beside a key pair', { ...keyPair, 'x-public-token': 'Token7Of8Nobody' }],
] as const;

describe.each(['simulator', 'custom'])('with PAYLINK_UPSTREAM=%s a caller', (upstream) => {
  const gateway = useGateway({ PAYLINK_UPSTREAM: upstream });

  it('with a key pair has the pair sent upstream', async () => {
    const headers = { 'x-api-key': 'second-key', 'x-api-secret': 'second-secret' };

    const { data, errors } = await gateway.query(document, { headers });

    expect(errors).toEqual([]);
    expect(data.user.tasks.totalCount).toBe(1);
    expect(gateway.simulator.calls().map(({ apiKey }) => apiKey)).toEqual(['second-key']);
  });

  it.each(refused)('with %s is UNAUTHENTICATED without an upstream call', async (_what, headers) => {
    const { status, data, errors } = await gateway.query(document, { headers });

    expect(status).toBe(401);
    expect(data).toBeUndefined();
    expect(errors).toEqual([
      { message: expect.any(String), extensions: { code: 'UNAUTHENTICATED', retryable: false } },
    ]);
    for (const value of Object.values(headers).filter(Boolean)) expect(errors[0]?.message).not.toContain(value);
    expect(gateway.simulator.requests()).toEqual([]);
  });
});

describe('a caller without credentials', () => {
  describe('at a gateway with the simulator', () => {
    const gateway = useGateway();

    it('is the demo service', async () => {
      const { status, data, errors } = await gateway.query(document);

      expect(status).toBe(200);
      expect(errors).toEqual([]);
      expect(data.user.tasks.totalCount).toBe(6);
      expect(gateway.simulator.calls().map(({ apiKey }) => apiKey)).toEqual(['demo-key']);
    });
  });

  describe('at a gateway with the simulator and its own credentials', () => {
    const gateway = useGateway({ PAYLINK_API_KEY: 'second-key', PAYLINK_API_SECRET: 'second-secret' });

    it('is the service with those credentials', async () => {
      const { data } = await gateway.query(document);

      expect(data.user.tasks.totalCount).toBe(1);
      expect(gateway.simulator.calls().map(({ apiKey }) => apiKey)).toEqual(['second-key']);
    });
  });

  describe('at a gateway with another upstream', () => {
    const own = { PAYLINK_API_KEY: 'second-key', PAYLINK_API_SECRET: 'second-secret' };
    const gateway = useGateway({ PAYLINK_UPSTREAM: 'custom', ...own });

    it.each([document, '{ __typename }', '{ viewer { identifier } }'])(
      'is UNAUTHENTICATED with a message about the accepted credentials: %s',
      async (asked) => {
        const { status, data, errors } = await gateway.query(asked);

        expect(status).toBe(401);
        expect(data).toBeUndefined();
        expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', retryable: false } }]);
        expect(errors[0]?.message).toContain('x-api-key');
        expect(gateway.simulator.requests()).toEqual([]);
      },
    );
  });
});

describe('a credential', () => {
  const gateway = useGateway();
  const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
  const twice = { authorization: 'Bearer a.b.c', 'x-api-key': 'demo-key', 'x-api-secret': 'demo-secret' };

  it.each(Object.entries(twice))('is UNAUTHENTICATED when it is sent twice: %s', async (name, value) => {
    const sent = { ...headers, ...(name.startsWith('x-api') ? keyPair : {}), [name]: [value, value] };

    const { status, body } = await post(`${gateway.url}/graphql`, sent);

    expect(status).toBe(401);
    expect(body).toContain(`\`${name}\` must be sent only once.`);
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it('that is valid is refused beside an invalid one, and beside one of another caller', async () => {
    const token = { 'x-public-token': await mintToken(gateway, 'ada') };

    const alone = await gateway.query(document, { headers: token });
    const withKeyPair = await gateway.query(document, { headers: { ...token, ...keyPair } });
    const withBearer = await gateway.query(document, { headers: { ...token, authorization: 'Bearer a.b.c' } });

    expect([alone.status, withKeyPair.status, withBearer.status]).toEqual([200, 401, 401]);
  });
});

/** Sends repeated headers, which `fetch` would join. */
async function post(url: string, headers: OutgoingHttpHeaders): Promise<{ status: number | undefined; body: string }> {
  const sent = request(url, { method: 'POST', headers, agent: false });
  sent.end(JSON.stringify({ query: document }));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response) };
}
