import { describe, expect, it } from '@jest/globals';
import { type GraphQLInputType, getNullableType, isInputObjectType, isListType } from 'graphql';
import { createSchema } from '../../src/graphql/schema.ts';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();
const schema = createSchema();

const userErrors = 'userErrors { code message field }';
const mutations = {
  createAccessToken: `mutation ($input: CreateAccessTokenInput!) { payload: createAccessToken(input: $input) { ${userErrors} } }`,
  updateUser: `mutation ($input: UpdateUserInput!) { payload: updateUser(input: $input) { ${userErrors} } }`,
  endMonitoring: `mutation ($input: EndMonitoringInput!) { payload: endMonitoring(input: $input) { ${userErrors} } }`,
};
type Name = keyof typeof mutations;

const aliases = Array.from(
  { length: 50 },
  (_each, index) =>
    `a${index}: createAccessToken(input: { identifier: "ada", cards: $cards, accounts: $accounts }) { ${userErrors} }`,
);
const underManyAliases = `mutation ($cards: [CardDetailsInput!], $accounts: [AccountDetailsInput!]) { ${aliases.join(' ')} }`;

const card = { lastFour: '1111', title: 'Blue Visa' };
const account = { accountNumberLastFour: '6789' };

describe('the lists of an input', () => {
  it('are refused before their entries are checked', async () => {
    const cards = Array.from({ length: 20_000 }, () => ({}));

    const { status, data, errors } = await gateway.query(underManyAliases, { variables: { cards } });

    expect({ status, data }).toEqual({ status: 400, data: undefined });
    expect(errors).toMatchObject([
      {
        message: 'Variable "$cards" is invalid: At most 1000 entries are expected.',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });

  it('are found in every argument, and inside an input', async () => {
    const nested = { identifier: 'ada', data: { cards: listOf(1001, card) } };
    const ids = listOf(1001, 'task-1');

    const answers = await Promise.all([
      gateway.query(mutations.updateUser, { variables: { input: nested } }),
      gateway.query('query ($ids: [ID!]!) { tasks(ids: $ids) { id } }', { variables: { ids } }),
    ]);

    expect(answers.map(({ errors: [error] }) => error?.message)).toEqual([
      'Variable "$input.data.cards" is invalid: At most 1000 entries are expected.',
      'Variable "$ids" is invalid: At most 1000 entries are expected.',
    ]);
  });

  it.each([
    { list: 'cards', entry: card },
    { list: 'accounts', entry: account },
  ])('have at most 50 $list', async ({ list, entry }) => {
    const write = async (entries: number) => {
      const input = { identifier: 'ada', data: { [list]: listOf(entries, entry) } };
      return (await gateway.query(mutations.updateUser, { variables: { input } })).data.payload.userErrors;
    };

    expect(await write(51)).toEqual([
      { code: 'OUT_OF_RANGE', message: 'Must have at most 50 entries.', field: ['input', 'data', list] },
    ]);
    expect(gateway.simulator.requests()).toEqual([]);
    expect(await write(50)).toEqual([]);
  });

  it('yield at most 100 errors for each input, so that the worst input has a bounded response', async () => {
    const wrong = { number: '1', lastFour: '2', title: ' ', expiry: '3', cvv: '4', brand: ' ' };
    const variables = { cards: listOf(50, wrong), accounts: listOf(50, { routingNumber: '1', title: ' ' }) };

    const { data, errors } = await gateway.query(underManyAliases, { variables });

    expect(errors).toEqual([]);
    const lengths = Object.values<{ userErrors: unknown[] }>(data).map((payload) => payload.userErrors.length);
    expect(lengths).toEqual(listOf(50, 100));
    expect(JSON.stringify(data).length).toBeLessThan(1_000_000);
    expect(gateway.simulator.requests()).toEqual([]);
  });
});

describe('the texts of an input', () => {
  const texts = (['createAccessToken', 'updateUser', 'endMonitoring'] as const).flatMap((name) => {
    const input = schema.getMutationType()?.getFields()[name]?.args[0];
    return input ? listTexts(input.type).map((field) => ({ name, field })) : [];
  });

  it.each(texts)('are refused when they are too long: $name $field', async ({ name, field }) => {
    const input = name === 'updateUser' ? { identifier: 'ada', data: {} } : { identifier: 'ada' };
    for (const text of ['7'.repeat(1025), ' '.repeat(500_000)]) {
      const refused = await write(name, set(input, field, text));

      const path = ['input', ...field].join('.');
      expect(refused).toContainEqual(expect.objectContaining({ code: 'INVALID', field: path }));
    }
    expect(gateway.simulator.requests()).toEqual([]);
  });

  async function write(name: Name, input: object): Promise<object[]> {
    const { data } = await gateway.query(mutations[name], { variables: { input } });
    const errors: { code: string; field: string[] }[] = data.payload.userErrors;
    return errors.map(({ code, field }) => ({ code, field: field.join('.') }));
  }
});

function listOf<Entry>(length: number, entry: Entry): Entry[] {
  return Array.from({ length }, () => entry);
}

/** The paths of all texts in an input; a list is represented by its first entry. */
function listTexts(type: GraphQLInputType): string[][] {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return listTexts(nullable.ofType).map((path) => ['0', ...path]);
  if (!isInputObjectType(nullable)) return nullable.name === 'String' || nullable.name === 'ID' ? [[]] : [];
  return Object.values(nullable.getFields()).flatMap((field) =>
    listTexts(field.type).map((path) => [field.name, ...path]),
  );
}

const galileo = {
  apiLogin: 'login',
  apiTransKey: 'trans-key',
  providerId: '42',
  transactionId: '7f6f2e1c',
  accountNo: '999900001111',
  apiUrl: 'https://galileo.example.com',
};

/** The input with the text at the path, and with the required fields beside it. */
function set(input: object, [key = '', ...rest]: readonly string[], text: string): object {
  if (rest.length === 0) return { ...input, [key]: text };
  const known = Reflect.get(input, key) ?? (key === 'galileo' ? galileo : {});
  const isList = rest[0] === '0';
  return { ...input, [key]: isList ? [set({}, rest.slice(1), text)] : set(known, rest, text) };
}
