import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type GraphQLField, isObjectType } from 'graphql';
import { rules } from '../../src/graphql/access-rules.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { type FieldPath, listFieldPaths, listPathsIn } from '../support/field-paths.ts';
import { type Answer, type RunningGateway, startTestGateway } from '../support/gateway.ts';
import { bearing, type IdentityProvider, startIdentityProvider } from '../support/identity-provider.ts';
import { mintToken } from '../support/mint.ts';

const schema = createSchema();

let provider: IdentityProvider;
let gateway: RunningGateway;
/** The headers of each caller. */
let headersOf: Readonly<Record<Caller, Readonly<Record<string, string>>>>;

const callers = [
  'demo service',
  'key pair',
  'bearer service',
  'public token',
  'bearer',
  'bearer for sensitive',
  'bearer for writing',
] as const;
type Caller = (typeof callers)[number];
type Kind = 'service' | 'user' | 'sensitive user' | 'writing user';
const kindOf: Readonly<Record<Caller, Kind>> = {
  'demo service': 'service',
  'key pair': 'service',
  'bearer service': 'service',
  'public token': 'user',
  bearer: 'user',
  'bearer for sensitive': 'sensitive user',
  'bearer for writing': 'writing user',
};

/** In a served object, the fields listed in `withheld` are FORBIDDEN. */
type Outcome = 'served' | 'null' | 'FORBIDDEN';

interface Row {
  readonly field: string;
  readonly about: string;
  readonly args: string;
  /** The type of the object, where the field has an abstract type. */
  readonly type?: string;
  /** The outcomes for a service and for the end user `me`. */
  readonly service: Outcome;
  readonly user: Outcome;
  /** The outcome for `me` with the scope for writing, where it differs. */
  readonly writer?: Outcome;
}

/** The calling end user, two others and an unknown one. Each known user has a task and an account. */
const [me, other, namesake, nobody] = ['me', 'other', 'Me', 'nobody'];
const taskOf = (name: string) => `task-of-${name}`;
const accountOf = (name: string) => `account-of-${name}`;

const user = (name: string) => `identifier: "${name}"`;
const input = (name: string) => `input: { identifier: "${name}" }`;
const update = (name: string) => `input: { identifier: "${name}", data: $data }`;
const node = (...parts: string[]) => `nodeId: "${Buffer.from(JSON.stringify(parts)).toString('base64url')}"`;
const data = { accounts: [{ accountNumberLastFour: '1234' }] };

const table: readonly Row[] = [
  { field: 'Query.viewer', about: 'oneself', args: '', service: 'null', user: 'served' },
  { field: 'Query.user', about: 'oneself', args: user(me), service: 'served', user: 'served' },
  { field: 'Query.user', about: 'another', args: user(other), service: 'served', user: 'FORBIDDEN' },
  { field: 'Query.user', about: 'namesake', args: user(namesake), service: 'served', user: 'FORBIDDEN' },
  { field: 'Query.user', about: 'unknown user', args: user(nobody), service: 'served', user: 'FORBIDDEN' },
  { field: 'Query.task', about: 'own task', args: `id: "${taskOf(me)}"`, service: 'served', user: 'served' },
  { field: 'Query.task', about: 'foreign task', args: `id: "${taskOf(other)}"`, service: 'served', user: 'null' },
  { field: 'Query.task', about: 'unknown task', args: `id: "${taskOf(nobody)}"`, service: 'null', user: 'null' },
  { field: 'Query.tasks', about: 'own task', args: `ids: ["${taskOf(me)}"]`, service: 'served', user: 'served' },
  { field: 'Query.tasks', about: 'foreign task', args: `ids: ["${taskOf(other)}"]`, service: 'served', user: 'null' },
  { field: 'Query.tasks', about: 'unknown task', args: `ids: ["${taskOf(nobody)}"]`, service: 'null', user: 'null' },
  ...[
    { type: 'User', about: 'oneself', parts: [me], user: 'served' },
    { type: 'User', about: 'another', parts: [other], user: 'FORBIDDEN' },
    { type: 'Task', about: 'own task', parts: [taskOf(me)], user: 'served' },
    { type: 'Task', about: 'foreign task', parts: [taskOf(other)], user: 'null' },
    { type: 'PayLinkAccount', about: 'own account', parts: [me, accountOf(me)], user: 'served' },
    { type: 'PayLinkAccount', about: 'foreign account', parts: [other, accountOf(other)], user: 'FORBIDDEN' },
  ].map(
    ({ type, about, parts, user }): Row => ({
      field: 'Query.node',
      about,
      type,
      args: node(type, ...parts),
      service: 'served',
      user: user as Outcome,
    }),
  ),
  { field: 'Mutation.createAccessToken', about: 'oneself', args: input(me), service: 'served', user: 'FORBIDDEN' },
  { field: 'Mutation.createAccessToken', about: 'another', args: input(other), service: 'served', user: 'FORBIDDEN' },
  { field: 'Mutation.createAccessToken', about: 'new user', args: input('new'), service: 'served', user: 'FORBIDDEN' },
  {
    field: 'Mutation.updateUser',
    about: 'oneself',
    args: update(me),
    service: 'served',
    user: 'FORBIDDEN',
    writer: 'served',
  },
  { field: 'Mutation.updateUser', about: 'another', args: update(other), service: 'served', user: 'FORBIDDEN' },
  { field: 'Mutation.updateUser', about: 'new user', args: update('new'), service: 'served', user: 'FORBIDDEN' },
  {
    field: 'Mutation.endMonitoring',
    about: 'oneself',
    args: input(me),
    service: 'served',
    user: 'FORBIDDEN',
    writer: 'served',
  },
  { field: 'Mutation.endMonitoring', about: 'another', args: input(other), service: 'served', user: 'FORBIDDEN' },
  { field: 'Mutation.endMonitoring', about: 'unknown user', args: input(nobody), service: 'served', user: 'FORBIDDEN' },
];

/** Fields that some callers cannot read although they can read the object, by kind of caller. */
const withheld: Readonly<Record<string, readonly Kind[]>> = {
  'PayLinkAccount.raw': ['user', 'writing user'],
  'Billing.accountNumber': ['user', 'writing user'],
};

beforeAll(async () => {
  provider = await startIdentityProvider();
  gateway = await startTestGateway({ ...provider.env, UPSTREAM_CALL_BUDGET: '100000', MAX_ANSWER_FIELDS: '10000000' });
});
beforeEach(async () => {
  gateway.reset();
  for (const name of [me, other, namesake]) seed(name);
  headersOf = await identifyAll();
  gateway.simulator.clearCalls();
});
afterAll(async () => {
  await gateway.stop();
  await provider.stop();
});

describe.each(callers)('as %s', (caller) => {
  it.each(table)('$field has the outcome in the table for each field: $about', async (row) => {
    const kind = kindOf[caller];
    const expected = expectedFor(row, kind);
    // A refused mutation resolves no selected field, so one field is enough.
    const isRefused = row.field.startsWith('Mutation.') && expected !== 'served';
    const paths = (row.type ? pathsInNode(row.type) : pathsOf(row.field)).slice(0, isRefused ? 1 : undefined);

    const answer = await ask(caller, row, paths);

    const outcomes = paths.map((path, index) => [path.selection, outcomeOf(answer, `f${index}`)]);
    expect(outcomes).toEqual(
      paths.map((path) => [path.selection, isWithheld(path, kind) && expected === 'served' ? 'FORBIDDEN' : expected]),
    );
    if (kind !== 'service') expect(JSON.stringify([answer.data, answer.errors])).not.toContain(other);
  });

  it('an account is served by its id, and a foreign account is null like an unknown one', async () => {
    const accounts = [me, other, nobody].map((name, index) => `a${index}: account(id: "${accountOf(name)}") { id }`);

    const { data, errors } = await query(caller, `{ user(identifier: "${me}") { ${accounts.join(' ')} } }`);

    expect(errors).toEqual([]);
    expect(data.user).toEqual({ a0: { id: accountOf(me) }, a1: null, a2: null });
  });
});

describe('data of another user', () => {
  const pairs = [
    { field: 'Query.user', foreign: other, unknown: nobody, args: user },
    { field: 'Query.task', foreign: taskOf(other), unknown: taskOf(nobody), args: (id: string) => `id: "${id}"` },
    { field: 'Query.tasks', foreign: taskOf(other), unknown: taskOf(nobody), args: (id: string) => `ids: ["${id}"]` },
    { field: 'Mutation.createAccessToken', foreign: other, unknown: nobody, args: input },
    { field: 'Mutation.updateUser', foreign: other, unknown: nobody, args: update },
    { field: 'Mutation.endMonitoring', foreign: other, unknown: nobody, args: input },
  ];

  it.each(pairs)('is indistinguishable from unknown data, in calls as well: $field', async (pair) => {
    for (const path of eachFieldOnce(pathsOf(pair.field))) {
      expect(await read(pair, pair.foreign, path)).toEqual(await read(pair, pair.unknown, path));
    }
  });

  /** Sends twice, because the second response must not depend on the first. */
  async function read({ field, args }: (typeof pairs)[number], id: string, path: FieldPath): Promise<string[]> {
    const reads = [];
    for (let times = 0; times < 2; times += 1) {
      gateway.simulator.clearCalls();
      const { status, data, errors } = await ask('bearer for writing', { field, args: args(id) }, [path]);
      reads.push({ status, data, errors, calls: gateway.simulator.requests() });
    }
    return reads.map((each) => JSON.stringify(each).replaceAll(id, '…'));
  }
});

describe('the table', () => {
  it('has every root field', () => {
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const all = roots.flatMap((root) => Object.keys(root?.getFields() ?? {}).map((name) => `${root?.name}.${name}`));

    expect([...new Set(table.map(({ field }) => field))].sort()).toEqual(all.sort());
  });

  it('reaches every field of every object', () => {
    const reached = new Set(table.flatMap(({ field }) => pathsOf(field)).flatMap(({ coordinates }) => coordinates));
    const names = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type) && !/^(__|Query$|Mutation$|Subscription$)/.test(type.name))
      .map(({ name }) => name);
    const all = names.flatMap((name) => Object.keys(fieldsOf(name)).map((field) => `${name}.${field}`));

    // `User.account` needs an argument and has its own test; `Plan.account` leads back to the account above.
    expect([...reached, 'User.account', 'Plan.account'].sort()).toEqual(all.sort());
  });

  it('withholds the fields with their own rule', () => {
    const { Query: _query, Mutation: _mutation, User: _user, ...others } = rules;

    const ruled = Object.entries(others).flatMap(([type, fields]) =>
      Object.keys(fields).map((name) => `${type}.${name}`),
    );
    expect(Object.keys(withheld)).toEqual(ruled);
  });
});

function seed(name: string): void {
  const { simulator } = gateway;
  const account = {
    billing: {
      accountNumber: '12345678',
      amount: 1,
      autopay: { status: name },
      items: [{ amount: 1 }],
      history: [{ amount: 1 }],
      paymentMethods: [{ brand: name }],
    },
    suggestions: [{ monthlySavings: 1, shortDescription: name }],
    identities: [{ firstName: name }],
    data: { note: name, plans: [{ title: name, pendingChange: { changes: { amount: 1 } } }], usage: [{ title: name }] },
  };
  simulator.addAccount({ user: name, id: accountOf(name), account, actions: [{ id: name }] });
  simulator.addTask({ user: name, id: taskOf(name), linkedAccount: accountOf(name), metadata: { note: name } });
}

async function identifyAll(): Promise<typeof headersOf> {
  const sign = async (claims: Readonly<Record<string, unknown>>) => bearing(await provider.sign(claims));
  return {
    'demo service': {},
    'key pair': { 'x-api-key': 'demo-key', 'x-api-secret': 'demo-secret-rotated' },
    'bearer service': await sign({ sub: 'backend', scope: 'paylink:service' }),
    'public token': { 'x-public-token': await mintToken(gateway, me) },
    bearer: await sign({ sub: me }),
    'bearer for sensitive': await sign({ sub: me, scope: 'paylink:sensitive' }),
    'bearer for writing': await sign({ sub: me, scope: 'paylink:write' }),
  };
}

function query(caller: Caller, document: string, variables = {}): Promise<Answer> {
  return gateway.query(document, { headers: headersOf[caller], variables });
}

/** Selects each field under its own alias, `f0` and so on, a hundred per document. */
async function ask(
  caller: Caller,
  { field, args }: Pick<Row, 'field' | 'args'>,
  paths: readonly FieldPath[],
): Promise<Pick<Answer, 'status' | 'data' | 'errors'>> {
  const [type = '', name = ''] = field.split('.');
  const takes = args.includes('$data') ? '($data: UserDataInput!)' : '';
  const fields = paths.map(({ selection }, index) => `f${index}: ${name}${args && `(${args})`} ${selection}`);
  const answers = [];
  for (let from = 0; from < fields.length; from += 100) {
    const document = `${type.toLowerCase()} ${takes} { ${fields.slice(from, from + 100).join(' ')} }`;
    answers.push(await query(caller, document, { data }));
  }
  return {
    status: Math.max(...answers.map(({ status }) => status)),
    data: Object.assign({}, ...answers.map((answer) => answer.data)),
    errors: answers.flatMap(({ errors }) => errors),
  };
}

function expectedFor({ service, user, writer = user }: Row, kind: Kind): Outcome {
  if (kind === 'service') return service;
  return kind === 'writing user' ? writer : user;
}

function outcomeOf({ data, errors }: Pick<Answer, 'data' | 'errors'>, alias: string): Outcome {
  // An unknown user is not a matter of access.
  const own = errors.filter(({ path, extensions }) => path?.[0] === alias && extensions.code !== 'NOT_FOUND');
  if (own.length > 0) {
    const codes = new Set(own.map(({ extensions }) => extensions.code));
    return [...codes].join() as Outcome;
  }
  const [served] = [data[alias]].flat();
  if (served === undefined) throw new Error(`The response has no ${alias}.`);
  return served === null ? 'null' : 'served';
}

function eachFieldOnce(paths: readonly FieldPath[]): FieldPath[] {
  return [...new Map(paths.map((path) => [path.coordinates.at(-1), path])).values()];
}

function isWithheld({ coordinates }: FieldPath, kind: Kind): boolean {
  return coordinates.some((coordinate) => withheld[coordinate]?.includes(kind));
}

function fieldsOf(type: string): Readonly<Record<string, GraphQLField<unknown, unknown>>> {
  const found = schema.getType(type);
  if (!isObjectType(found)) throw new Error(`${type} is not an object type.`);
  return found.getFields();
}

/** The leaves right below a node: the paths further below are those of the other root fields. */
function pathsInNode(type: string): FieldPath[] {
  const found = schema.getType(type);
  if (!isObjectType(found)) throw new Error(`${type} is not an object type.`);
  return listPathsIn(found)
    .filter(({ coordinates }) => coordinates.length === 1)
    .map(({ selection, coordinates }) => ({ selection: `{ ... on ${type} ${selection} }`, coordinates }));
}

function pathsOf(coordinate: string): FieldPath[] {
  const [type = '', name = ''] = coordinate.split('.');
  const field = fieldsOf(type)[name];
  if (!field) throw new Error(`${coordinate} does not exist.`);
  return listFieldPaths(field);
}
