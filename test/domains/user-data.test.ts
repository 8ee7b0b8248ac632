import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const payload = 'user { identifier } userErrors { code message field }';
const mutations = {
  createAccessToken: `mutation ($input: CreateAccessTokenInput!) { payload: createAccessToken(input: $input) { ${payload} } }`,
  updateUser: `mutation ($input: UpdateUserInput!) { payload: updateUser(input: $input) { ${payload} } }`,
  endMonitoring: `mutation ($input: EndMonitoringInput!) { payload: endMonitoring(input: $input) { ${payload} } }`,
};

const account = { accountNumber: '000123456789', routingNumber: '021000021' };

const refused = [
  ...['email', 'city'].map((field) => ({
    what: `a lone surrogate in ${field}`,
    data: { identity: { [field]: 'Springfield\ud800' } },
    code: 'INVALID',
    field: ['identity', field],
    value: 'Springfield',
  })),
  ...['02100002', '0210000211', '02100002a', ''].map((value) => ({
    what: `routing number "${value}"`,
    data: { accounts: [{ ...account, routingNumber: value }] },
    code: 'INVALID',
    field: ['accounts', '0', 'routingNumber'],
    value,
  })),
  ...['021000022', '990000000'].map((value) => ({
    what: `routing number ${value}`,
    data: { accounts: [{ ...account, routingNumber: value }] },
    code: 'INVALID_CHECKSUM',
    field: ['accounts', '0', 'routingNumber'],
    value,
  })),
  ...['123', '123456789012345678', '1234-5678', 'DE89370400440532013000', ''].map((value) => ({
    what: `account number "${value}"`,
    data: { accounts: [{ ...account, accountNumber: value }] },
    code: 'INVALID',
    field: ['accounts', '0', 'accountNumber'],
    value,
  })),
  ...['678', '56789', 'abcd', ''].map((value) => ({
    what: `last four "${value}"`,
    data: { accounts: [{ accountNumberLastFour: value }] },
    code: 'INVALID',
    field: ['accounts', '0', 'accountNumberLastFour'],
    value,
  })),
  {
    what: 'neither account number nor last four',
    data: { accounts: [{ title: 'Everyday' }] },
    code: 'REQUIRED',
    field: ['accounts', '0', 'accountNumber'],
    value: '',
  },
  {
    what: 'a last four that does not match the account number',
    data: { accounts: [{ ...account, accountNumberLastFour: '6780' }] },
    code: 'CONFLICT',
    field: ['accounts', '0', 'accountNumberLastFour'],
    value: '6780',
  },
  {
    what: 'a blank title',
    data: { accounts: [{ ...account, title: ' ' }] },
    code: 'REQUIRED',
    field: ['accounts', '0', 'title'],
    value: '',
  },
  ...['katherine', 'katherine@', '@johnson.example', 'kathe rine@johnson.example', ''].map((value) => ({
    what: `e-mail "${value}"`,
    data: { identity: { email: value } },
    code: 'INVALID',
    field: ['identity', 'email'],
    value,
  })),
  ...['123456', '1234567890123456', '555-CALL-NOW', '++15558675309', '+1 555 867 5309 ext. 2', ''].map((value) => ({
    what: `phone "${value}"`,
    data: { identity: { phone: value } },
    code: 'INVALID',
    field: ['identity', 'phone'],
    value,
  })),
];

describe('user data', () => {
  it.each(refused)('is refused by createAccessToken: $what', async ({ data, code, field, value }) => {
    const { payload, errors } = await mutate('createAccessToken', data);

    expect(errors).toEqual([]);
    expect(payload).toEqual({
      user: null,
      userErrors: [{ code, message: expect.stringMatching(/./), field: ['input', ...field] }],
    });
    if (value) expect(payload.userErrors[0].message).not.toContain(value);
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it.each(refused)('is refused by updateUser: $what', async ({ data, code, field }) => {
    const { payload, errors } = await mutate('updateUser', { data });

    expect(errors).toEqual([]);
    expect(payload).toMatchObject({ user: null, userErrors: [{ code, field: ['input', 'data', ...field] }] });
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it.each([
    { accounts: [account] },
    { accounts: [{ ...account, accountNumberLastFour: '6789' }] },
    { accounts: [{ ...account, accountNumber: '12345678901234567' }] },
    { accounts: [{ accountNumberLastFour: '6789' }] },
    { identity: { email: 'katherine+paylink@johnson.example' } },
    ...['+1 (555) 867-5309', '5558675309', '+4930123456', '555.867.5309'].map((phone) => ({ identity: { phone } })),
  ])('is accepted and sent unchanged: %j', async (data) => {
    const { payload, errors } = await mutate('updateUser', { data });

    expect(errors).toEqual([]);
    expect(payload).toEqual({ user: { identifier: 'katherine' }, userErrors: [] });
    expect(gateway.simulator.findUser('katherine')).toMatchObject(data);
  });

  it('is refused with all its errors together, each with its index', async () => {
    const { payload } = await mutate('createAccessToken', {
      identifier: ' ',
      tokenLifetime: 1,
      accounts: [account, { accountNumberLastFour: '67' }],
      cards: [{ number: '4111111111111112', cvv: '1' }, { lastFour: '1111', title: 'Blue Visa' }, { expiry: '13/30' }],
      identity: { email: 'katherine', phone: '1' },
    });

    const refusals: { code: string; field: string[] }[] = payload.userErrors;
    expect(new Set(refusals.map(({ code, field }) => `${code} ${field.join('.')}`))).toEqual(
      new Set([
        'REQUIRED input.identifier',
        'OUT_OF_RANGE input.tokenLifetime',
        'INVALID input.accounts.1.accountNumberLastFour',
        'INVALID_CHECKSUM input.cards.0.number',
        'INVALID input.cards.0.cvv',
        'REQUIRED input.cards.0.title',
        'REQUIRED input.cards.2.number',
        'REQUIRED input.cards.2.title',
        'INVALID input.cards.2.expiry',
        'INVALID input.identity.email',
        'INVALID input.identity.phone',
      ]),
    );
    expect(gateway.simulator.requests()).toEqual([]);
  });
});

describe('an identifier', () => {
  const inputs = {
    createAccessToken: {},
    updateUser: { data: { identity: { firstName: 'Katherine' } } },
    endMonitoring: {},
  };
  const cases = (Object.keys(inputs) as (keyof typeof inputs)[]).flatMap((mutation) => [
    { mutation, what: 'empty', identifier: '', code: 'REQUIRED' },
    { mutation, what: 'blank', identifier: ' \t\n', code: 'REQUIRED' },
    { mutation, what: 'one dot', identifier: '.', code: 'INVALID' },
    { mutation, what: 'two dots', identifier: '..', code: 'INVALID' },
    { mutation, what: 'a lone surrogate', identifier: 'ada\ud83d', code: 'INVALID' },
  ]);

  it.each(cases)('is refused by $mutation without an upstream call when it is $what', async (refusal) => {
    const { mutation, identifier, code } = refusal;

    const { payload, errors } = await mutate(mutation, { ...inputs[mutation], identifier });

    expect(errors).toEqual([]);
    expect(payload).toMatchObject({ user: null, userErrors: [{ code, field: ['input', 'identifier'] }] });
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it.each(['tenant/7?user=ä#1 %2F..', 'new/..//user', '%', '...', '👩🏽‍🚀'])(
    'can be any other string: %s',
    async (identifier) => {
      const { payload } = await mutate('createAccessToken', { identifier });

      expect(payload).toEqual({ user: { identifier }, userErrors: [] });
      expect(gateway.simulator.findUser(identifier)).toMatchObject({ identifier });
    },
  );
});

async function mutate(mutation: keyof typeof mutations, input: object) {
  const variables = { input: { identifier: 'katherine', ...input } };
  const { data, errors } = await gateway.query(mutations[mutation], { variables });
  return { payload: data?.payload, errors };
}
