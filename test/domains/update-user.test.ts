import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const updateUser = `mutation ($input: UpdateUserInput!) {
  updateUser(input: $input) { user { identifier id } userErrors { code message field } }
}`;

const account = { accountNumber: '000123456789', routingNumber: '021000021' };
const card = { number: '4111111111111111', title: 'Blue Visa', expiry: '12/99', cvv: '123' };

describe('updateUser', () => {
  it('completes a card and an account created without their full numbers', async () => {
    await gateway.query(`mutation {
      createAccessToken(input: {
        identifier: "katherine"
        cards: [{ lastFour: "1111", title: "Blue Visa" }, { lastFour: "4444", title: "Red card" }]
        accounts: [{ accountNumberLastFour: "6789", title: "Everyday" }]
      }) { user { identifier } }
    }`);

    const { data, errors } = await update('katherine', { cards: [card], accounts: [account] });

    expect(errors).toEqual([]);
    expect(data.updateUser).toEqual({ user: { identifier: 'katherine', id: 'katherine' }, userErrors: [] });
    expect(gateway.simulator.findUser('katherine')).toMatchObject({
      cards: [
        { ...card, lastFour: '1111' },
        { lastFour: '4444', title: 'Red card' },
      ],
      accounts: [{ ...account, accountNumberLastFour: '6789', title: 'Everyday' }],
    });
  });

  it('replaces the identity key by key', async () => {
    await update('ada', { identity: { email: 'countess@lovelace.example', lastName: null } });

    expect(gateway.simulator.findUser('ada')?.identity).toMatchObject({
      firstName: 'Ada',
      lastName: 'Lovelace',
      email: 'countess@lovelace.example',
    });
  });

  it('creates a user that does not exist yet', async () => {
    const { data } = await update('katherine', { identity: { firstName: 'Katherine' } });

    expect(data.updateUser.userErrors).toEqual([]);
    expect(gateway.simulator.findUser('katherine')).toMatchObject({ identity: { firstName: 'Katherine' } });
  });

  it.each([
    {
      what: 'a card goes to the PCI host',
      data: { cards: [{ number: '4111111111111111', title: 'x', expiry: null, cardType: 'DEBIT' }] },
      host: 'pci',
      paths: ['cardType', 'lastFour', 'number', 'title'].map((key) => `data.cards.0.${key}`),
    },
    {
      what: 'a card among the rest goes to the PCI host',
      data: { cards: [{ lastFour: '1111', title: 'x' }], accounts: [account], identity: { city: 'Hampton' } },
      host: 'pci',
      paths: [
        ...['accountNumber', 'routingNumber'].map((key) => `data.accounts.0.${key}`),
        ...['lastFour', 'title'].map((key) => `data.cards.0.${key}`),
        'data.identity.city',
      ],
    },
    {
      what: 'an account goes to the API host',
      data: { accounts: [{ ...account, type: 'SAVINGS', title: null }], cards: null, identity: null },
      host: 'api',
      paths: ['accountNumber', 'routingNumber', 'type'].map((key) => `data.accounts.0.${key}`),
    },
    {
      what: 'an identity goes to the API host',
      data: { identity: { city: 'Hampton', state: null } },
      host: 'api',
      paths: ['data.identity.city'],
    },
  ])('sends the data in one call: $what', async ({ data, host, paths }) => {
    const { errors } = await update('katherine', data);

    expect(errors).toEqual([]);
    expect(gateway.simulator.calls()).toMatchObject([
      { host, method: 'PUT', path: '/user', status: 200, bodyPaths: [...paths, 'identifier'] },
    ]);
  });

  it.each([
    {},
    { cards: [], accounts: [] },
    { cards: null, accounts: null, identity: null },
    { identity: {} },
    { identity: { firstName: null, email: null } },
  ])('refuses empty data: %j', async (nothing) => {
    const { data, errors } = await update('ada', nothing);

    expect(errors).toEqual([]);
    expect(data.updateUser).toEqual({
      user: null,
      userErrors: [{ code: 'REQUIRED', message: expect.stringMatching(/./), field: ['input', 'data'] }],
    });
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it('reports all errors together, each with its path from the argument', async () => {
    const { data } = await update(' ', { cards: [card, { ...card, cvv: '1' }], accounts: [{ title: 'Everyday' }] });

    const refusals: { code: string; field: string[] }[] = data.updateUser.userErrors;
    expect(refusals.map(({ code, field }) => `${code} ${field.join('.')}`).sort()).toEqual([
      'INVALID input.data.cards.1.cvv',
      'REQUIRED input.data.accounts.0.accountNumber',
      'REQUIRED input.identifier',
    ]);
    expect(gateway.simulator.requests()).toEqual([]);
  });
});

describe('a mutation', () => {
  it('makes later fields of the same operation read the user again', async () => {
    const { data, errors } = await gateway.query(`mutation {
      a: updateUser(input: { identifier: "ada", data: { accounts: [{ accountNumberLastFour: "6789" }] } }) {
        user { tasks { totalCount } accounts { id } }
      }
      b: endMonitoring(input: { identifier: "ada" }) {
        user { tasks { totalCount } accounts { id } }
      }
      c: createAccessToken(input: { identifier: "ada" }) { user { tasks { totalCount } accounts { id } } }
      d: updateUser(input: { identifier: "ada", data: { accounts: [{ accountNumberLastFour: "1234" }] } }) {
        user { tasks { totalCount } accounts { id } }
      }
    }`);

    expect(errors).toEqual([]);
    expect(data.a.user.tasks.totalCount).toBe(6);
    const reads = ['GET /ada/pay-link/accounts', 'GET /user/ada/tasks'];
    const requests = gateway.simulator.requests();
    const rounds = [0, 3, 6, 9].map((at) => [requests[at], ...requests.slice(at + 1, at + 3).sort()]);
    expect(rounds).toEqual([
      ['PUT /user', ...reads],
      ['PUT /user/ada/end-monitoring', ...reads],
      ['POST /access-token', ...reads],
      ['PUT /user', ...reads],
    ]);
    expect(requests).toHaveLength(12);
  });
});

function update(identifier: string, data: object) {
  return gateway.query(updateUser, { variables: { input: { identifier, data } } });
}
