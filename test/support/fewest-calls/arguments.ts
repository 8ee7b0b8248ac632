import fc from 'fast-check';
import type { GraphQLField } from 'graphql';
import { MAX_ACCOUNTS, MAX_TASKS, MAX_USERS } from './world.ts';

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

// The first indexes more often: worlds are small, and missing things are of little interest.
const taskIndex = fc.constantFrom(...[0, 0, 0, 1, 1, 2, 3].filter((index) => index < MAX_TASKS));
const accountIndex = fc.constantFrom(...[0, 0, 1].filter((index) => index < MAX_ACCOUNTS));
const owner = fc.constantFrom(...[0, 0, 0, 1, 1, 2].filter((index) => index < MAX_USERS));
const anyTask = fc.tuple(owner, taskIndex).map(([user, task]) => `@t${user}${task}`);

const taskFilter = fc.record(
  { status: fc.constantFrom('COMPLETED', 'FAILED', null), payrollDataAvailable: fc.constantFrom(true, false, null) },
  { requiredKeys: [] },
);
const accountFilter = (user: number | null) =>
  fc.record(
    {
      type: fc.constantFrom('SUBSCRIPTION', 'LOAN'),
      companyId: accountIndex.map((index) => `@a${user ?? 0}${index}-company`),
    },
    { requiredKeys: [] },
  );
const suggestionFilter = fc.record(
  { category: fc.constantFrom('CANCEL_PLAN', 'CHANGE_PLAN'), minimumMonthlySavings: fc.constantFrom('0', '12.34') },
  { requiredKeys: [] },
);

const given = (name: string, value: fc.Arbitrary<unknown>, as = asParts) =>
  fc.record({ name: fc.constant(name), value, as });

/** The argument, or nothing in one of `freq` cases. */
const maybe = (argument: fc.Arbitrary<Argument>, freq: number) =>
  fc.oneof({ weight: freq - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: argument });

const all = (...args: fc.Arbitrary<Argument | null>[]): fc.Arbitrary<readonly Argument[]> =>
  fc.tuple(...args).map((list) => list.filter((argument) => argument !== null));

/** Each root look-up determines the owner of everything below it; no field leads from one user to another. */
export function ownersOf(type: string, field: string, inherited: number | null): readonly (number | null)[] {
  if (type !== 'Query') return [inherited];
  // An index after the last user stands for an unknown user. The first user is in every world.
  return field === 'user' || field === 'task' ? [0, 0, 1, 2, MAX_USERS] : [null];
}

/** Fails for a field with arguments that is not listed here, so that no new field is forgotten. */
export function argumentsOf(
  type: string,
  field: GraphQLField<unknown, unknown>,
  user: number | null,
): fc.Arbitrary<readonly Argument[]> {
  if (field.args.length === 0) return fc.constant([]);
  switch (`${type}.${field.name}`) {
    case 'Query.user':
      return all(given('identifier', fc.constant(`@u${user}`), asWhat));
    case 'Query.task':
      return all(
        given(
          'id',
          taskIndex.map((task) => `@t${user}${task}`),
          asWhat,
        ),
      );
    case 'Query.tasks':
      return all(given('ids', fc.array(anyTask, { maxLength: 4, size: 'max' })));
    case 'User.tasks':
      return all(
        maybe(given('first', fc.integer({ min: 1, max: 3 }), asWhat), 3),
        user === null
          ? fc.constant(null)
          : maybe(
              given(
                'after',
                taskIndex.map((task) => `@cursor${user}${task}`),
                asWhat,
              ),
              8,
            ),
        maybe(given('filter', taskFilter), 4),
      );
    case 'User.accounts':
      return all(maybe(given('filter', accountFilter(user)), 4));
    case 'User.account':
      return all(
        given(
          'id',
          accountIndex.map((index) => `@a${user ?? 0}${index}`),
          asWhat,
        ),
      );
    case 'User.suggestions':
      return all(maybe(given('filter', suggestionFilter), 4));
    default:
      throw new Error(`Teach the drawing of operations what ${type}.${field.name} takes.`);
  }
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
