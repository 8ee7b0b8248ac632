import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const createAccessToken = `mutation ($input: CreateAccessTokenInput!) {
  createAccessToken(input: $input) { accessToken { publicToken } user { identifier } userErrors { code message field } }
}`;

const full = { number: '4111111111111111', title: 'Blue Visa', expiry: '12/99', cvv: '123' };
const toFollow = { lastFour: '1111', title: 'Blue Visa' };
const galileo = {
  apiLogin: 'login',
  apiTransKey: 'trans-key',
  providerId: '42',
  transactionId: '7f6f2e1c-3a54-4c8e-9d2b-0e5a1b6c7d8f',
  accountNo: '999900001111',
  apiUrl: 'https://galileo.example.com/intserv/4.0',
};
const heldByGalileo = (change: object) => ({
  ...toFollow,
  paymentService: { galileo: { ...galileo, ...change } },
});

interface Refused {
  readonly what: string;
  readonly card: object;
  readonly code: string;
  /** Path relative to the card. */
  readonly field: string;
  /** A value that the message must not repeat. */
  readonly value?: string;
}

const wrongNumbers = [
  { what: 'with a wrong check digit', code: 'INVALID_CHECKSUM', value: '4111111111111112' },
  { what: 'with letters', code: 'INVALID', value: '4111a11111111111' },
  { what: 'too short', code: 'INVALID', value: '42424242424' },
  { what: 'too long', code: 'INVALID', value: '41111111111111111111' },
  { what: 'with spaces', code: 'INVALID', value: '4111 1111 1111 1111' },
  { what: 'with dashes', code: 'INVALID', value: '4111-1111-1111-1111' },
  { what: 'with a line break at its end', code: 'INVALID', value: '4111111111111111\n' },
  { what: 'in digits of another script', code: 'INVALID', value: '٤١١١١١١١١١١١١١١١' },
  { what: 'that is empty', code: 'INVALID', value: '' },
].map(({ what, code, value }) => ({
  what: `a number ${what}`,
  card: { ...full, number: value },
  code,
  field: 'number',
  value,
}));

const wrongExpiries = [
  { value: '13/30', code: 'INVALID' },
  { value: '00/30', code: 'INVALID' },
  { value: '1/30', code: 'INVALID' },
  { value: '12-30', code: 'INVALID' },
  { value: '12/1999', code: 'INVALID' },
  { value: '12/20301', code: 'INVALID' },
  { value: '01/20', code: 'OUT_OF_RANGE' },
  { value: '12/2024', code: 'OUT_OF_RANGE' },
].map(({ value, code }) => ({
  what: `expiry ${value}`,
  card: { ...full, expiry: value },
  code,
  field: 'expiry',
  value,
}));

const wrongCvvs = ['12', '12345', 'abc', '1 3', ''].map((value) => ({
  what: `cvv "${value}"`,
  card: { ...full, cvv: value },
  code: 'INVALID',
  field: 'cvv',
  value,
}));

const wrongLastFours = ['123', '12345', 'abcd', ''].map((value) => ({
  what: `last four "${value}"`,
  card: { ...toFollow, lastFour: value },
  code: 'INVALID',
  field: 'lastFour',
  value,
}));

const blankGalileo = Object.keys(galileo).map((key) => ({
  what: `a blank ${key}`,
  card: heldByGalileo({ [key]: '  ' }),
  code: 'REQUIRED',
  field: `paymentService.galileo.${key}`,
}));

const wrongUrls = ['http://galileo.example.com', 'galileo.example.com', 'https://', 'ftp://galileo.example.com'].map(
  (value) => ({
    what: `apiUrl ${value}`,
    card: heldByGalileo({ apiUrl: value }),
    code: 'INVALID',
    field: 'paymentService.galileo.apiUrl',
    value,
  }),
);

const refused: readonly Refused[] = [
  ...wrongNumbers,
  ...wrongExpiries,
  ...wrongCvvs,
  ...wrongLastFours,
  ...blankGalileo,
  ...wrongUrls,
  { what: 'neither number nor last four', card: { title: 'Blue Visa' }, code: 'REQUIRED', field: 'number' },
  { what: 'no title for a card to follow', card: { lastFour: '1111' }, code: 'REQUIRED', field: 'title' },
  { what: 'no title for a card in full', card: { number: full.number }, code: 'REQUIRED', field: 'title' },
  {
    what: 'no last four beside a payment service',
    card: { title: 'Blue Visa', paymentService: { galileo } },
    code: 'REQUIRED',
    field: 'lastFour',
  },
  { what: 'a blank title', card: { ...toFollow, title: ' ' }, code: 'REQUIRED', field: 'title' },
  { what: 'a blank brand', card: { ...full, brand: ' ' }, code: 'REQUIRED', field: 'brand' },
  {
    what: 'a last four that does not match the number',
    card: { ...full, lastFour: '9876' },
    code: 'CONFLICT',
    field: 'lastFour',
    value: '9876',
  },
  {
    what: 'a number beside a payment service',
    card: { ...full, paymentService: { galileo } },
    code: 'CONFLICT',
    field: 'paymentService',
    value: full.number,
  },
];

const now = new Date();
const thisMonth = `${String(now.getUTCMonth() + 1).padStart(2, '0')}/${now.getUTCFullYear() % 100}`;
const monthBeforeLast = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 2));
const longGone = `${String(monthBeforeLast.getUTCMonth() + 1).padStart(2, '0')}/${monthBeforeLast.getUTCFullYear()}`;

describe('a card', () => {
  it.each(refused)('is refused without an upstream call: $what', async ({ card, code, field, value }) => {
    const { data, errors } = await create([card]);

    const { accessToken, user, userErrors } = data.createAccessToken;
    expect(errors).toEqual([]);
    expect({ accessToken, user }).toEqual({ accessToken: null, user: null });
    expect(userErrors).toEqual([
      { code, message: expect.stringMatching(/./), field: ['input', 'cards', '0', ...field.split('.')] },
    ]);
    if (value) expect(userErrors[0].message).not.toContain(value);
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it.each([
    { what: 'a number of 12 digits', card: { ...full, number: '676770000005' } },
    { what: 'a number of 19 digits', card: { ...full, number: '6304000000000000000' } },
    { what: 'no more than a number and a title', card: { number: full.number, title: 'Blue Visa' } },
    { what: 'the last four of its number', card: { ...full, lastFour: '1111' } },
    { what: 'an expiry of this month', card: { ...full, expiry: thisMonth } },
    { what: 'a cvv of four digits', card: { ...full, cvv: '1234' } },
    { what: 'an apiUrl with a port', card: heldByGalileo({ apiUrl: 'https://galileo:8443/x' }) },
  ])('is accepted and sent unchanged: $what', async ({ card }) => {
    const { data, errors } = await create([card]);

    expect(errors).toEqual([]);
    expect(data.createAccessToken.userErrors).toEqual([]);
    expect(gateway.simulator.findUser('katherine')?.cards).toMatchObject([card]);
  });

  it('is sent with its last four digits, and with the expiry as MM/YY', async () => {
    await create([{ ...full, expiry: '12/2099' }]);

    expect(gateway.simulator.findUser('katherine')?.cards).toEqual([{ ...full, lastFour: '1111', expiry: '12/99' }]);
  });

  it('is refused once its month is over in every time zone', async () => {
    const { data } = await create([{ ...full, expiry: longGone }]);

    expect(data.createAccessToken.userErrors).toMatchObject([{ code: 'OUT_OF_RANGE' }]);
  });
});

function create(cards: readonly object[]) {
  return gateway.query(createAccessToken, { variables: { input: { identifier: 'katherine', cards } } });
}
