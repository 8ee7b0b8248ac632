import fc from 'fast-check';
import { type GraphQLField, getNamedType, isLeafType } from 'graphql';
import { type Argument, argumentsOf, asWhat, ownersOf } from './arguments.ts';
import { objectType } from './schema.ts';
import type { Directive, Field, Group, Operation, Selection, SharedType } from './selection.ts';

interface Scope {
  /** The owner of everything below, if known before the world is. */
  readonly owner: number | null;
  /** Whether shared fragments may be spread here. */
  readonly spreads: boolean;
  /** Without the fields that only the details of a task contain, so that tasks can be found through each other. */
  readonly thrifty: boolean;
}

const LIGHT = ['id', 'status', 'statusCode', 'createdAt', 'failReason', 'failReasonCode'];
const THRIFTY = [...LIGHT, 'payrollDataAvailable', 'user'];
/** Drawn separately, because otherwise few tasks would do without their details. */
const TASK_POOLS = [LIGHT, THRIFTY, [...THRIFTY, 'authenticated', 'product', 'linkedAccount']];

const directives: fc.Arbitrary<readonly Directive[]> = fc
  .oneof(
    { weight: 9, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.uniqueArray(
        fc.record({
          name: fc.constantFrom<Directive['name'][]>('include', 'skip'),
          // The condition that keeps a field has twice the weight, so that not too much is left out.
          keeps: fc.constantFrom(true, true, false),
          as: asWhat,
        }),
        { minLength: 1, maxLength: 2, selector: ({ name }) => name },
      ),
    },
  )
  .map((drawn) => drawn.map(({ name, keeps, as }) => ({ name, if: (name === 'include') === keeps, as })));

/** Fields that the interpreter does not know: they have tests of their own. */
const unmodelled: ReadonlySet<string> = new Set([
  'Query.node',
  'Suggestion.id',
  'Plan.id',
  'Task.failureMessage',
  'PayLinkAccount.raw',
  'UserError.upstreamCode',
]);

const known = new Map<string, fc.Arbitrary<readonly Selection[]>>();

function selectionsOf(type: string, depth: number, scope: Scope): fc.Arbitrary<readonly Selection[]> {
  const key = JSON.stringify([type, depth, scope]);
  const drawn = known.get(key) ?? drawSelections(type, depth, scope);
  known.set(key, drawn);
  return drawn;
}

function drawSelections(type: string, depth: number, scope: Scope): fc.Arbitrary<readonly Selection[]> {
  const all = Object.values(objectType(type).getFields()).filter(({ name }) => !unmodelled.has(`${type}.${name}`));
  const of = (fits: (name: string) => boolean) => {
    const fields = all.filter(({ name }) => fits(name));
    return fc.array(selectionOf(type, fields, depth, scope), { minLength: 1, maxLength: 4, size: 'max' });
  };
  const everything = of(() => true);
  if (type === 'Query') {
    return fc.oneof(everything, drawCrowd(scope), drawCrowd({ ...scope, spreads: false, thrifty: true }));
  }
  if (scope.thrifty && type === 'Task') return of((name) => THRIFTY.includes(name));
  if (type !== 'Task') return everything;
  return fc.oneof(...TASK_POOLS.map((names) => of((name) => names.includes(name))), everything);
}

/** Many look-ups of few tasks, most of one user, so that tasks can be found through each other. */
function drawCrowd(scope: Scope): fc.Arbitrary<readonly Selection[]> {
  const root = objectType('Query').getFields();
  const lookUp = (field: GraphQLField<unknown, unknown> | undefined, owner: number | null) => {
    if (!field) throw new Error('There is no look-up of that name.');
    return objectIn('Query', field, 6, { ...scope, owner });
  };
  const one = fc.oneof(
    { weight: 5, arbitrary: lookUp(root.task, 0) },
    { weight: 2, arbitrary: lookUp(root.task, 1) },
    { weight: 1, arbitrary: lookUp(root.tasks, null) },
    { weight: 1, arbitrary: lookUp(root.user, 0) },
  );
  return fc.array(one, { minLength: 2, maxLength: 6, size: 'max' });
}

function selectionOf(
  type: string,
  fields: readonly GraphQLField<unknown, unknown>[],
  depth: number,
  scope: Scope,
): fc.Arbitrary<Selection> {
  const leaves = fields.filter((field) => isLeafType(getNamedType(field.type))).map(({ name }) => name);
  const objects = depth > 0 ? fields.filter((field) => !isLeafType(getNamedType(field.type))) : [];
  const leaf = fc.constantFrom(...leaves, '__typename');
  const choices: fc.WeightedArbitrary<Selection>[] = [
    { weight: isRoot(type) ? 1 : 8, arbitrary: fieldOf(leaf, fc.constant([]), fc.constant([])) },
    ...objects.map((field) => ({ weight: weightOf(type, field.name), arbitrary: objectOf(type, field, depth, scope) })),
  ];
  if (depth > 0) choices.push({ weight: 2, arbitrary: groupOf(type, depth, scope) });
  if (scope.spreads && isShared(type)) {
    choices.push({
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('spread'), type: fc.constant(type), directives }),
    });
  }
  return fc.oneof(...choices);
}

/** Fields that lead to other calls are drawn more often than fields that end in an account. */
function weightOf(type: string, field: string): number {
  if (isRoot(type)) return field === 'viewer' ? 1 : 6;
  if (type === 'PayLinkAccount' && field === 'user') return 8;
  return ['user', 'tasks', 'nodes', 'edges', 'node', 'linkedAccount'].includes(field) ? 4 : 2;
}

function objectOf(
  type: string,
  field: GraphQLField<unknown, unknown>,
  depth: number,
  scope: Scope,
): fc.Arbitrary<Selection> {
  return fc.oneof(
    ...ownersOf(type, field.name, scope.owner).map((owner) => objectIn(type, field, depth, { ...scope, owner })),
  );
}

function objectIn(
  type: string,
  field: GraphQLField<unknown, unknown>,
  depth: number,
  scope: Scope,
): fc.Arbitrary<Selection> {
  const selections = selectionsOf(getNamedType(field.type).name, depth - 1, scope);
  return fieldOf(fc.constant(field.name), argumentsOf(type, field, scope.owner), selections);
}

function fieldOf(
  name: fc.Arbitrary<string>,
  args: fc.Arbitrary<readonly Argument[]>,
  selections: fc.Arbitrary<readonly Selection[]>,
): fc.Arbitrary<Field> {
  const again = fc.constantFrom(false, false, false, true);
  return fc.record({ kind: fc.constant('field'), name, again, args, directives, selections });
}

function groupOf(type: string, depth: number, scope: Scope): fc.Arbitrary<Group> {
  const form = fc.constantFrom<Group['form'][]>('bare', 'typed', 'named');
  const selections = selectionsOf(type, depth - 1, scope);
  return fc.record({ kind: fc.constant('group'), type: fc.constant(type), form, directives, selections });
}

const isRoot = (type: string) => type === 'Query' || type === 'Mutation';
const isShared = (type: string): type is SharedType => ['Task', 'User', 'PayLinkAccount'].includes(type);

const outside: Scope = { owner: null, spreads: true, thrifty: false };
const inShared: Scope = { owner: null, spreads: false, thrifty: false };

const operationOf = (root: Operation['root'], depth: number): fc.Arbitrary<Operation> =>
  fc.record({
    root: fc.constant(root),
    selections: selectionsOf(root, depth, outside),
    shared: fc.record({
      Task: selectionsOf('Task', 3, inShared),
      User: selectionsOf('User', 3, inShared),
      PayLinkAccount: selectionsOf('PayLinkAccount', 3, inShared),
    }),
  });

export const query = operationOf('Query', 8);

export const operation = fc.oneof(
  { weight: 9, arbitrary: query },
  { weight: 1, arbitrary: operationOf('Mutation', 6) },
);
