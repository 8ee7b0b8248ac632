import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const createAccessToken = `mutation ($input: CreateAccessTokenInput!) {
  createAccessToken(input: $input) {
    accessToken { publicToken expiresAt }
    user { identifier id }
    userErrors { code message field }
  }
}`;

const card = {
  number: '4111111111111111',
  lastFour: '1111',
  title: 'Blue Visa',
  expiry: '12/99',
  cvv: '123',
  brand: 'visa',
};
const account = { accountNumber: '000123456789', routingNumber: '021000021', title: 'Everyday' };
const galileo = {
  apiLogin: 'login',
  apiTransKey: 'trans-key',
  providerId: '42',
  transactionId: '7f6f2e1c-3a54-4c8e-9d2b-0e5a1b6c7d8f',
  accountNo: '999900001111',
  apiUrl: 'https://galileo.example.com/intserv/4.0',
};
const identity = {
  firstName: 'Katherine',
  lastName: 'Johnson',
  email: 'katherine@johnson.example',
  phone: '+1 (555) 867-5309',
  address: '1 Orbit Road',
  address2: 'Flat 2',
  city: 'Hampton',
  state: 'VA',
  postalCode: '23666',
};

const cardPaths = (index: number) =>
  ['brand', 'cardType', 'cvv', 'expiry', 'lastFour', 'number', 'title'].map((key) => `cards.${index}.${key}`);
const accountPaths = (index: number) =>
  ['accountNumber', 'routingNumber', 'title', 'type'].map((key) => `accounts.${index}.${key}`);
const galileoPaths = Object.keys(galileo).map((key) => `cards.0.paymentService.galileo.${key}`);
const identityPaths = Object.keys(identity).map((key) => `identity.${key}`);

const storedAccount = { ...account, accountNumberLastFour: '6789', type: 'checking' };

interface Variation {
  readonly variation: string;
  readonly input: object;
  readonly paths: readonly string[];
  readonly stored: object;
}

const variations: readonly Variation[] = [
  { variation: 'Manage', input: {}, paths: [], stored: { cards: [], accounts: [], identity: {} } },
  {
    variation: 'Switch with cards',
    input: {
      cards: [
        { ...card, cardType: 'CREDIT' },
        { ...card, number: '5555555555554444', lastFour: '4444', cardType: 'DEBIT' },
      ],
    },
    paths: [...cardPaths(0), ...cardPaths(1)],
    stored: {
      cards: [
        { ...card, cardType: 'credit' },
        { ...card, number: '5555555555554444', lastFour: '4444', cardType: 'debit' },
      ],
      accounts: [],
    },
  },
  {
    variation: 'Switch with accounts',
    input: {
      accounts: [
        { ...account, type: 'CHECKING' },
        { ...account, accountNumber: '00098765', type: 'SAVINGS' },
      ],
    },
    paths: [...accountPaths(0), ...accountPaths(1)],
    stored: {
      cards: [],
      accounts: [
        storedAccount,
        { ...account, accountNumber: '00098765', accountNumberLastFour: '8765', type: 'savings' },
      ],
    },
  },
  {
    variation: 'Switch with cards, accounts and identity',
    input: { cards: [{ ...card, cardType: 'DEBIT' }], accounts: [{ ...account, type: 'CHECKING' }], identity },
    paths: [...cardPaths(0), ...accountPaths(0), ...identityPaths],
    stored: { cards: [{ ...card, cardType: 'debit' }], accounts: [storedAccount], identity },
  },
  {
    variation: 'BaaS passthrough',
    input: { cards: [{ lastFour: '1111', title: 'Blue Visa', paymentService: { galileo } }], identity },
    paths: ['cards.0.lastFour', 'cards.0.title', ...galileoPaths, ...identityPaths],
    stored: { cards: [{ lastFour: '1111', title: 'Blue Visa', paymentService: { galileo } }], identity },
  },
  {
    variation: 'data to follow',
    input: { cards: [{ lastFour: '1111', title: 'Blue Visa' }], accounts: [{ accountNumberLastFour: '6789' }] },
    paths: ['cards.0.lastFour', 'cards.0.title', 'accounts.0.accountNumberLastFour'],
    stored: {
      cards: [{ lastFour: '1111', title: 'Blue Visa' }],
      accounts: [{ accountNumberLastFour: '6789' }],
    },
  },
];

describe('createAccessToken', () => {
  it.each(variations)('sends the input to the PCI host only: $variation', async ({ input, paths, stored }) => {
    const { data, errors } = await create(input);

    expect(errors).toEqual([]);
    expect(data.createAccessToken).toEqual({
      accessToken: { publicToken: expect.stringMatching(/./), expiresAt: expect.any(String) },
      user: { identifier: 'katherine', id: 'katherine' },
      userErrors: [],
    });
    expect(gateway.simulator.calls()).toMatchObject([
      {
        host: 'pci',
        method: 'POST',
        path: '/access-token',
        status: 200,
        bodyPaths: [...paths, 'identifier', 'tokenLifetime'].sort(),
      },
    ]);
    expect(gateway.simulator.findUser('katherine')).toMatchObject(stored);
  });

  it('omits null values and empty parts', async () => {
    const nothing = { accountNumberLastFour: null, routingNumber: null, type: null, title: null };
    const noCard = { number: null, expiry: null, cvv: null, brand: null, cardType: null, paymentService: null };

    const { data } = await create({
      tokenLifetime: null,
      cards: [{ ...noCard, lastFour: '1111', title: 'Blue Visa' }],
      accounts: [{ ...nothing, accountNumber: '000123456789' }],
      identity: { firstName: 'Katherine', lastName: null, email: null, phone: null },
    });
    await create({ accounts: null, cards: null, identity: null });
    await create({ accounts: [], cards: [], identity: {} });
    await create({ identity: { firstName: null } });

    expect(data.createAccessToken.userErrors).toEqual([]);
    expect(gateway.simulator.calls().map(({ bodyPaths }) => bodyPaths)).toEqual([
      [
        'accounts.0.accountNumber',
        'cards.0.lastFour',
        'cards.0.title',
        'identifier',
        'identity.firstName',
        'tokenLifetime',
      ],
      ['identifier', 'tokenLifetime'],
      ['identifier', 'tokenLifetime'],
      ['identifier', 'tokenLifetime'],
    ]);
  });

  it('creates a token that the upstream accepts for its user alone', async () => {
    const { data } = await create({}, 'ada');
    const { publicToken } = data.createAccessToken.accessToken;

    const { id } = gateway.simulator.addTask({ publicToken });

    const started = await gateway.query(`{ task(id: "${id}") { user { identifier } } }`);
    expect(started.data.task.user).toEqual({ identifier: 'ada' });
    expect(() => gateway.simulator.addTask({ publicToken: `${publicToken}x` })).toThrow('unknown or has expired');
  });
});

function create(input: object, identifier = 'katherine') {
  return gateway.query(createAccessToken, { variables: { input: { identifier, ...input } } });
}
