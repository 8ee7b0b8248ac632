import { type GraphQLObjectType, parse, print } from 'graphql';
import { createSchema } from '../../src/graphql/schema.ts';
import { secretOf, secretsOf } from './canaries.ts';
import { selectAll } from './select-all.ts';

export interface Operation {
  /** Such as `Mutation.updateUser`. */
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The user, account and task of all operations. */
export const world = { user: 'canary-user', account: 'canary-account', task: 'canary-task' };

const nodeIdOf = (...parts: string[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

const userData = {
  accounts: [secretsOf('AccountDetailsInput')],
  cards: [
    { ...secretsOf('CardDetailsInput'), title: 'Blue' },
    {
      lastFour: '1111',
      title: 'Held elsewhere',
      paymentService: {
        galileo: { ...secretsOf('GalileoInput'), transactionId: 't', apiUrl: 'https://galileo.example.com' },
      },
    },
  ],
  identity: secretsOf('IdentityInput'),
};

/** The variables of each root field. A test fails for a root field without an entry. */
export const inputs: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  'Query.viewer': [{}],
  'Query.user': [{ identifier: world.user }],
  'Query.task': [{ id: world.task }],
  'Query.tasks': [{ ids: [world.task] }],
  'Query.node': [
    { nodeId: nodeIdOf('Task', world.task) },
    { nodeId: nodeIdOf('PayLinkAccount', world.user, world.account) },
  ],
  'Mutation.createAccessToken': [{ input: { identifier: world.user, ...userData } }],
  'Mutation.updateUser': [
    { input: { identifier: world.user, data: userData } },
    { input: { identifier: world.user, data: { accounts: userData.accounts, identity: userData.identity } } },
  ],
  'Mutation.endMonitoring': [{ input: { identifier: world.user } }],
};

const roots = [createSchema().getQueryType(), createSchema().getMutationType(), createSchema().getSubscriptionType()];

export const rootFields: readonly string[] = roots.flatMap((root) =>
  Object.keys(root?.getFields() ?? {}).map((field) => `${root?.name}.${field}`),
);

/** Every root field with every input, selecting all fields or all except the sensitive ones. */
export function listOperations(withSensitive: boolean): Operation[] {
  return roots.flatMap((root) => (root ? operationsOf(root, withSensitive) : []));
}

function operationsOf(root: GraphQLObjectType, withSensitive: boolean): Operation[] {
  return Object.values(root.getFields()).flatMap((field) => {
    const name = `${root.name}.${field.name}`;
    const given = (Object.keys(inputs[name]?.[0] ?? {}) as string[]).map((arg) => {
      const type = field.args.find((each) => each.name === arg)?.type;
      return { declared: `$${arg}: ${type}`, passed: `${arg}: $${arg}` };
    });
    const wrap = (parts: readonly string[]) => (parts.length > 0 ? `(${parts.join(', ')})` : '');
    const declared = wrap(given.map((each) => each.declared));
    const passed = wrap(given.map((each) => each.passed));
    const keyword = root.name.toLowerCase();
    const query = `${keyword} ${declared} { ${field.name}${passed} ${selectAll(field, withSensitive)} }`;
    return (inputs[name] ?? []).map((variables) => ({ name, query: print(parse(query)), variables }));
  });
}

/** Invalid inputs that contain the secrets. */
export const invalidInputs: readonly Readonly<Record<string, unknown>>[] = makeInvalid(userData);

function makeInvalid(data: typeof userData): Readonly<Record<string, unknown>>[] {
  const change = (act: (text: string) => unknown) =>
    JSON.parse(JSON.stringify(data), (_key, value) => (typeof value === 'string' ? act(value) : value));
  return [
    change((text) => `${text}x`),
    change((text) => [text]),
    change((text) => ({ value: text })),
    change((text) => ({ [text]: text })),
    { ...data, cards: secretOf('CardDetailsInput.number') },
    { ...data, identity: secretOf('IdentityInput.email') },
    { ...data, accounts: [Number(secretOf('AccountDetailsInput.accountNumber'))] },
    { ...data, [`n${secretOf('CardDetailsInput.number')}`]: 1 },
    { ...data, cards: [{ ...data.cards[0], [secretOf('GalileoInput.apiTransKey')]: 1 }] },
    { ...data, cards: [{ ...data.cards[0], nmber: secretOf('CardDetailsInput.number') }] },
    { ...data, cards: [{ ...data.cards[0], cardType: secretOf('CardDetailsInput.number') }] },
  ];
}
