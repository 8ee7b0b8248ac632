import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../src/simulator/faults/faults.ts';
import { useGateway } from '../support/gateway.ts';

/** Unique values, so that a text search finds each of them anywhere. */
const secrets = {
  number: '5105105105105100',
  cvv: '7531',
  accountNumber: '98761234567890',
  apiTransKey: 'canary-trans-key',
  accountNo: '998877665544',
};

const galileo = {
  apiLogin: 'login',
  apiTransKey: secrets.apiTransKey,
  providerId: '42',
  transactionId: '7f6f2e1c-3a54-4c8e-9d2b-0e5a1b6c7d8f',
  accountNo: secrets.accountNo,
  apiUrl: 'https://galileo.example.com',
};
const data = {
  cards: [
    { number: secrets.number, cvv: secrets.cvv, expiry: '12/2099', title: 'Blue Visa' },
    { lastFour: '4321', title: 'Held elsewhere', paymentService: { galileo } },
  ],
  accounts: [{ accountNumber: secrets.accountNumber }],
};

const operations = [
  {
    mutation: 'createAccessToken',
    document: `mutation ($input: CreateAccessTokenInput!) {
      createAccessToken(input: $input) { accessToken { expiresAt } userErrors { code message field } }
    }`,
    input: { identifier: 'katherine', ...data },
  },
  {
    mutation: 'updateUser',
    document: `mutation ($input: UpdateUserInput!) {
      updateUser(input: $input) { user { id } userErrors { code message field } }
    }`,
    input: { identifier: 'katherine', data },
  },
] as const;

const echo = { code: 42200, message: `Refused: ${JSON.stringify(data)}`, ...data };
const faults: readonly { fault: string; make: (route: Fault['route']) => Fault }[] = [
  ...[400, 401, 403, 404, 418, 422, 429, 500, 503].map((status) => ({
    fault: `status ${status}, echoing the input`,
    make: (route: Fault['route']): Fault => ({ route, kind: 'status', status, body: echo }),
  })),
  {
    fault: 'another response, echoing the input',
    make: (route) => ({ route, kind: 'status', status: 200, body: echo }),
  },
  {
    fault: 'not JSON, echoing the input',
    make: (route) => ({ route, kind: 'status', status: 200, body: `<p>${JSON.stringify(data)}</p>` }),
  },
  { fault: 'reset', make: (route) => ({ route, kind: 'reset' }) },
  { fault: 'truncated', make: (route) => ({ route, kind: 'truncated' }) },
  { fault: 'hang', make: (route) => ({ route, kind: 'hang' }) },
  { fault: 'non-json', make: (route) => ({ route, kind: 'non-json' }) },
];

const gateway = useGateway({ UPSTREAM_TIMEOUT_MS: '500' });

describe.each(operations)('the input of $mutation', ({ mutation, document, input }) => {
  const route = mutation === 'createAccessToken' ? 'POST /access-token' : 'PUT /user';

  it('appears in neither the response nor the log on success', async () => {
    const answer = await gateway.query(document, { variables: { input } });

    expect(answer.data[mutation].userErrors).toEqual([]);
    expect(findSecrets(answer)).toEqual([]);
    expect(findSecrets(gateway.logs())).toEqual([]);
  });

  it.each(faults)('appears in neither the response nor the log after a fault: $fault', async ({ make }) => {
    gateway.simulator.addFault(make(route));

    const answer = await gateway.query(document, { variables: { input } });

    expect(gateway.simulator.requests()).toEqual([route.replace(':identifier', 'katherine')]);
    expect(findSecrets(answer)).toEqual([]);
    expect(findSecrets(gateway.logs())).toEqual([]);
  });

  it('appears in neither the response nor the log when the gateway refuses it', async () => {
    const wrong = { number: `${secrets.number}1`, cvv: `${secrets.cvv}123`, lastFour: 'x', expiry: '13/30' };
    const nested = { cards: [wrong], accounts: [{ accountNumber: `${secrets.accountNumber}x` }] };
    const refused = mutation === 'createAccessToken' ? { ...input, ...nested } : { ...input, data: nested };

    const answer = await gateway.query(document, { variables: { input: refused } });

    expect(answer.data[mutation].userErrors).not.toEqual([]);
    expect(findSecrets(answer)).toEqual([]);
    expect(findSecrets(gateway.logs())).toEqual([]);
  });
});

describe('the log', () => {
  it.each<Fault>([
    { route: '*', kind: 'status', status: 500 },
    { route: '*', kind: 'reset' },
  ])('contains no credential: $kind', async (fault) => {
    const headers = { 'x-api-key': 'second-key', 'x-api-secret': 'second-secret' };
    // The failures of a key pair that has worked are logged one by one.
    await gateway.query('{ user(identifier: "ada") { accounts { id } } }', { headers });
    gateway.simulator.addFault(fault);

    await gateway.query('{ user(identifier: "katherine") { accounts { id } } }', { headers });

    expect(gateway.logs()).toMatchObject([{ msg: 'upstream call failed' }]);
    expect(JSON.stringify(gateway.logs())).not.toMatch(/second-|katherine/);
  });

  it('contains no created token', async () => {
    const { data } = await gateway.query(`mutation {
      createAccessToken(input: { identifier: "ada" }) { accessToken { publicToken } }
    }`);

    const { publicToken } = data.createAccessToken.accessToken;
    expect(publicToken).toMatch(/./);
    expect(JSON.stringify(gateway.logs())).not.toContain(publicToken);
  });
});

/** The names of the secrets found anywhere in the value, including its headers. */
function findSecrets(searched: unknown): string[] {
  const text = JSON.stringify(searched, (_key, value) => (value instanceof Headers ? [...value] : value));
  return Object.entries(secrets)
    .filter(([, value]) => toPattern(value).test(text))
    .map(([name]) => name);
}

/** The few digits of a cvv may also occur by chance in a duration or a request id. */
function toPattern(value: string): RegExp {
  return new RegExp(value.length > 4 ? value : `(?<![\\w.-])${value}(?![\\da-f]*-)`);
}
