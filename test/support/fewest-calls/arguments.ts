import fc from 'fast-check';
import type { GraphQLField } from 'graphql';
import {
  accountFilter,
  accountIndex,
  createAccessTokenInput,
  endMonitoringInput,
  expectSame,
  identifierOf,
  suggestionFilter,
  taskFilter,
  updateUserInput,
} from './inputs.ts';
import { MAX_TASKS, MAX_USERS } from './world.ts';

/** The form of a value: inline, a variable, the default of a variable, or a variable for each part. */
export type How = 'literal' | 'variable' | 'default' | 'parts';

export interface Argument {
  readonly name: string;
  /** A string with an `@` stands for a name of the run: see `toNames`. */
  readonly value: unknown;
  readonly as: How;
}

/** Inline twice as often, as in most documents. */
export const asWhat = fc.constantFrom<How[]>('literal', 'literal', 'variable', 'default');
const asParts = fc.constantFrom<How[]>('literal', 'literal', 'variable', 'default', 'parts');

// The first indexes more often: worlds are small, and missing tasks are of little interest.
const taskIndex = fc.constantFrom(...[0, 0, 0, 1, 1, 2, 3].filter((index) => index < MAX_TASKS));
const owner = fc.constantFrom(...[0, 0, 0, 1, 1, 2].filter((index) => index < MAX_USERS));
const anyTask = fc.tuple(owner, taskIndex).map(([user, task]) => `@t${user}${task}`);

/** Each root field determines the owner of everything below it; no field leads from one user to another. */
export function ownersOf(type: string, field: string, inherited: number | null): readonly (number | null)[] {
  if (type !== 'Query' && type !== 'Mutation') return [inherited];
  // An index after the last user stands for an unknown user. The first user is in every world.
  return field === 'viewer' || field === 'tasks' ? [null] : [0, 0, 1, 2, MAX_USERS];
}

interface Drawn {
  readonly value: fc.Arbitrary<unknown>;
  readonly as?: fc.Arbitrary<How>;
  /** An optional argument is given one in so many times. */
  readonly oneIn?: number;
}

/** The arguments of each field that has any, below a user of that index or below any user. */
const drawnArguments: Readonly<Record<string, (user: number | null) => Readonly<Record<string, Drawn>>>> = {
  'Query.user': (user) => ({ identifier: { value: identifierOf(user), as: asWhat } }),
  'Query.task': (user) => ({ id: { value: taskIndex.map((task) => `@t${user}${task}`), as: asWhat } }),
  'Query.tasks': () => ({ ids: { value: fc.array(anyTask, { maxLength: 4, size: 'max' }) } }),
  'User.tasks': (user) => ({
    first: { value: fc.integer({ min: 1, max: 3 }), as: asWhat, oneIn: 3 },
    // Only the cursors of a known user can be drawn.
    after: {
      value: user === null ? fc.constant(null) : taskIndex.map((task) => `@cursor${user}${task}`),
      as: asWhat,
      oneIn: 8,
    },
    filter: { value: taskFilter, oneIn: 4 },
  }),
  'User.accounts': (user) => ({
    filter: { value: accountFilter(user), oneIn: 4 },
    orderBy: { value: fc.constant('POTENTIAL_MONTHLY_SAVINGS'), as: fc.constant('literal'), oneIn: 4 },
  }),
  'User.account': (user) => ({ id: { value: accountIndex.map((index) => `@a${user ?? 0}${index}`), as: asWhat } }),
  'User.suggestions': () => ({
    filter: { value: suggestionFilter, oneIn: 4 },
    first: { value: fc.integer({ min: 1, max: 3 }), as: asWhat, oneIn: 4 },
  }),
  'Mutation.createAccessToken': (user) => ({ input: { value: createAccessTokenInput(user) } }),
  'Mutation.updateUser': (user) => ({ input: { value: updateUserInput(user) } }),
  'Mutation.endMonitoring': (user) => ({ input: { value: endMonitoringInput(user) } }),
};

/** Throws for a field with an argument that is not drawn, so that a new one is not forgotten. */
export function argumentsOf(
  type: string,
  field: GraphQLField<unknown, unknown>,
  user: number | null,
): fc.Arbitrary<readonly Argument[]> {
  const coordinate = `${type}.${field.name}`;
  const drawn = Object.entries(drawnArguments[coordinate]?.(user) ?? {});
  expectSame(
    coordinate,
    field.args.map(({ name }) => name),
    drawn.map(([name]) => name),
  );
  const all = drawn.map(([name, { value, as = asParts, oneIn = 1 }]): fc.Arbitrary<Argument | null> => {
    const given = fc.record({ name: fc.constant(name), value, as });
    return fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: given });
  });
  return fc.tuple(...all).map((list) => list.filter((argument) => argument !== null));
}

/** Replaces placeholders with the names of a run. The cursor of a missing task is null. */
export function toNames(value: unknown, run: string, cursors: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => toNames(item, run, cursors));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toNames(item, run, cursors)]));
  }
  if (typeof value !== 'string') return value;
  if (value.startsWith('@cursor')) return cursors.get(value.replace('@cursor', `${run}-t`)) ?? null;
  return value.replace('@', `${run}-`);
}
