import { describe, expect, it } from '@jest/globals';
import { task } from '../../src/domains/task/sources.ts';
import type { CostMap } from '../../src/graphql/resolver-types.ts';
import { enters, free, looksUp } from '../../src/planning/cost.ts';

type Resolver<Args> = (parent: unknown, args: Args, context: unknown, info: unknown) => unknown;

interface Resolvers {
  readonly Query?: { readonly thing?: Resolver<{ readonly id: string }> };
  readonly Thing?: { readonly name?: Resolver<object>; readonly size?: Resolver<object> };
}

interface Map {
  readonly Query: { readonly thing: () => null };
  /** The model has the name, so that nothing needs to resolve it. */
  readonly Thing: { readonly name?: () => string; readonly size: () => number };
}

/** The type checker makes these assertions: the file does not compile where one of them fails. */
describe('a map of costs', () => {
  it('has a cost for each field with a resolver', () => {
    const costs: CostMap<Map, Resolvers> = { Query: { thing: free }, Thing: { size: free } };

    expect(Object.keys(costs)).toEqual(['Query', 'Thing']);
  });

  it('does not compile without a field that has a resolver', () => {
    // @ts-expect-error: the cost of `size` is missing.
    const field: CostMap<Map, Resolvers> = { Query: { thing: free }, Thing: {} };
    // @ts-expect-error: the costs of `Thing` are missing.
    const type: CostMap<Map, Resolvers> = { Query: { thing: free } };

    expect([field, type]).toHaveLength(2);
  });

  it('does not compile with a cost that reads arguments which the field does not have', () => {
    const right: CostMap<Map, Resolvers>['Query'] = { thing: enters(({ id }: { readonly id: string }) => id) };
    // @ts-expect-error: `thing` has no argument `key`.
    const wrong: CostMap<Map, Resolvers>['Query'] = { thing: enters(({ key }: { readonly key: string }) => key) };
    // @ts-expect-error: `id` is not a list.
    const list: CostMap<Map, Resolvers>['Query'] = { thing: looksUp(task, ({ id }: { readonly id: string[] }) => id) };

    expect([right, wrong, list]).toHaveLength(3);
  });
});
