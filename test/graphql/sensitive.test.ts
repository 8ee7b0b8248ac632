import { describe, expect, it } from '@jest/globals';
import {
  type GraphQLInputField,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  print,
} from 'graphql';
import { createSchema } from '../../src/graphql/schema.ts';
import { printSdl, readTypeDefs } from '../../src/graphql/sdl.ts';
import { listSensitive, sensitiveKindOf } from '../../src/graphql/sensitive.ts';
import { secretsOf } from '../support/canaries.ts';
import { useGateway } from '../support/gateway.ts';

const schema = createSchema();
const elements = listSensitive(readTypeDefs());
const inputElements = elements.filter(({ coordinate }) => coordinate.includes('Input.'));

const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const objects = types.filter(isObjectType);

/** Every field, input field and argument of the schema. */
const declared = [
  ...[...objects, ...types.filter(isInputObjectType)].flatMap((type) =>
    Object.values(type.getFields()).map(({ name, astNode }) => ({ coordinate: `${type.name}.${name}`, name, astNode })),
  ),
  ...objects.flatMap((type) =>
    Object.values(type.getFields()).flatMap((field) =>
      field.args.map(({ name, astNode }) => ({ coordinate: `${type.name}.${field.name}(${name}:)`, name, astNode })),
    ),
  ),
];

/** Elements with a sensitive name and harmless content. */
const harmless = new Set([
  // The last four digits are not sensitive.
  'AccountDetailsInput.accountNumberLastFour',
  'Billing.accountNumberLastFour',
  // These contain no token as input; a lifetime is not a secret.
  'Mutation.createAccessToken',
  'CreateAccessTokenPayload.accessToken',
  'CreateAccessTokenInput.tokenLifetime',
  // Names of companies.
  'Company.name',
  'Connector.name',
]);

const sensitiveName =
  /number|cvv|expiry|secret|password|login|token|transKey|credential|accountNo|name$|mail|phone|address|city|^state$|postal|routing/i;

describe('@sensitive', () => {
  it('marks every element with a sensitive name and every JSON object', () => {
    const plain = declared.filter(({ astNode }) => !sensitiveKindOf(astNode));

    const suspicious = plain.filter(({ coordinate, name }) => sensitiveName.test(name) && !harmless.has(coordinate));
    const unknown = plain.filter(({ astNode }) => astNode && /^JSONObject\b/.test(print(astNode.type)));
    expect([...suspicious, ...unknown].map(({ coordinate }) => coordinate)).toEqual([]);
    expect(elements.length).toBeGreaterThan(25);
  });

  it('is kept in the printed SDL', () => {
    expect(listSensitive(parse(printSdl()))).toHaveLength(elements.length);
    expect(printSdl()).toContain('directive @sensitive(kind: SensitiveKind!) on');
    expect(printSdl()).not.toMatch(/^extend /m);
  });

  it('marks no argument of a query or a subscription, because those may be in a URL', () => {
    const args = objects
      .filter(({ name }) => name !== 'Mutation')
      .flatMap((type) => Object.values(type.getFields()).flatMap((field) => field.args));

    expect(args.filter(({ astNode, type }) => sensitiveKindOf(astNode) || containsKind(type, () => true))).toEqual([]);
    expect(args.length).toBeGreaterThan(5);
  });
});

describe('the host of an update', () => {
  const gateway = useGateway();
  const userData = schema.getType('UserDataInput');
  const parts = isInputObjectType(userData) ? Object.values(userData.getFields()) : [];

  it.each(parts.map((part) => ({ name: part.name, part })))(
    'is the PCI host if the input contains card data: $name',
    async ({ part }) => {
      const expected = containsKind(part.type, (kind) => kind === 'CARD') ? 'pci' : 'api';

      await gateway.query('mutation ($input: UpdateUserInput!) { updateUser(input: $input) { userErrors { code } } }', {
        variables: { input: { identifier: 'ada', data: { [part.name]: example(part) } } },
      });

      expect(gateway.simulator.calls()).toMatchObject([{ host: expected, route: 'PUT /user', status: 200 }]);
    },
  );

  it('is the PCI host for some inputs and the API host for others', () => {
    const hosts = parts.map((part) => containsKind(part.type, (kind) => kind === 'CARD'));

    expect(new Set(hosts)).toEqual(new Set([true, false]));
  });
});

describe('a sensitive value', () => {
  const gateway = useGateway();

  it.each(inputElements)('is refused as a literal and not repeated: $coordinate', async ({ coordinate, name }) => {
    const [type = ''] = coordinate.split('.');
    const secret = secretsOf(type)[name] ?? '';
    const document = frameOf(type).replace('§HERE', `{ ${name}: ${JSON.stringify(secret)} }`);

    const { status, data, errors } = await gateway.query(document);

    expect({ status, data }).toEqual({ status: 400, data: undefined });
    expect(errors.map(({ message }) => message)).toContain(
      `\`${coordinate}\` is sensitive: pass it as a variable, never in the document.`,
    );
    expect(errors.every(({ extensions }) => extensions.code === 'GRAPHQL_VALIDATION_FAILED')).toBe(true);
    expect(JSON.stringify([errors, gateway.logs()])).not.toContain(secret);
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it.each([
    ['as a default', 'mutation ($n: String = "§") { x: @ cards: [{ number: $n }] }) { user { id } } }', 'no default'],
    [
      'in a default of the whole input',
      'mutation ($c: CardDetailsInput = { number: "§" }) { x: @ cards: [$c] }) { user { id } } }',
      'variable',
    ],
    [
      'in a fragment',
      'mutation { ...F } fragment F on Mutation { x: @ cards: [{ number: "§" }] }) { user { id } } }',
      'variable',
    ],
    ['in a list', 'mutation { x: @ cards: [{ number: ["§"] }] }) { user { id } } }', 'variable'],
    ['in an object', 'mutation { x: @ cards: [{ number: { a: "§" } }] }) { user { id } } }', 'variable'],
    ['as an enum', 'mutation { x: @ cards: [{ number: n§ }] }) { user { id } } }', 'variable'],
    ['beside an unknown field', 'mutation { x: @ cards: [{ number: "§", a: 1 }] }) { user { nowhere } } }', 'variable'],
    ['beside an unknown fragment', 'mutation { x: @ cards: { number: "§" } }) { ...Nothing } }', 'variable'],
    ['twice', 'mutation { x: @ cards: [{ number: "§" }, { number: "§" }] }) { user { id } } }', 'variable'],
  ])('is refused as a literal: %s', async (_how, frame, reason) => {
    const document = frame
      .replace('@', 'createAccessToken(input: { identifier: "x",')
      .replaceAll('§', '4111111111111111');

    const { status, errors } = await gateway.query(document);

    expect(status).toBe(400);
    expect(
      errors
        .map(({ message }) => message)
        .filter((message) => message.includes('is sensitive'))
        .join(),
    ).toContain(reason);
    expect(JSON.stringify([errors, gateway.logs()])).not.toMatch(/4111/);
  });

  it('can be null or a variable', async () => {
    const document = `mutation ($number: String, $title: String = "Blue") {
      createAccessToken(input: { identifier: "x", cards: [{ number: $number, title: $title, cvv: null }] }) { userErrors { field } }
    }`;

    const { data, errors } = await gateway.query(document, { variables: { number: '4111111111111111' } });

    expect(errors).toEqual([]);
    expect(data.createAccessToken.userErrors).toEqual([]);
  });

  it('is refused in a mutation by GET without being repeated', async () => {
    const query = 'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { identifier } } }';
    const variables = JSON.stringify({ input: { identifier: 'x', data: { cards: [secretsOf('CardDetailsInput')] } } });

    const response = await fetch(`${gateway.url}/graphql?${new URLSearchParams({ query, variables })}`, {
      headers: { 'apollo-require-preflight': 'true' },
    });

    expect(response.status).toBe(405);
    expect(await response.text()).not.toContain(secretsOf('CardDetailsInput').number);
    expect(gateway.simulator.requests()).toEqual([]);
  });
});

/** Whether the type contains, at any depth, a sensitive field of a matching kind. */
function containsKind(type: GraphQLInputType, isMatch: (kind: string) => boolean): boolean {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return false;
  return Object.values(named.getFields()).some((field) => {
    const kind = sensitiveKindOf(field.astNode);
    return (kind && isMatch(kind)) || containsKind(field.type, isMatch);
  });
}

/** An example of a field with secrets in all its sensitive fields. */
function example({ type }: GraphQLInputField): unknown {
  const nullable = isNonNullType(type) ? type.ofType : type;
  const named = getNamedType(type).name;
  const secrets = { ...secretsOf(named), ...(named === 'CardDetailsInput' && { title: 'Visa' }) };
  return isListType(nullable) ? [secrets] : secrets;
}

/** A mutation with a placeholder for an input of the type. */
function frameOf(type: string): string {
  const parts: Readonly<Record<string, string>> = {
    CardDetailsInput: 'cards: [§HERE]',
    GalileoInput: 'cards: [{ paymentService: { galileo: §HERE } }]',
    AccountDetailsInput: 'accounts: §HERE',
    IdentityInput: 'identity: §HERE',
  };
  return `mutation { updateUser(input: { identifier: "x", data: { ${parts[type]} } }) { user { identifier } } }`;
}
