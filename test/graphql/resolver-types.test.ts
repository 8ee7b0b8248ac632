import { describe, expect, it } from '@jest/globals';
import type { CompleteMap } from '../../src/graphql/resolver-types.ts';

type Resolver<Result> = (parent: unknown) => Promise<Result> | Result;

interface Resolvers {
  readonly Thing?: { readonly name?: Resolver<string>; readonly size?: Resolver<number | null> };
}

/** The type checker makes these assertions: a wrong one does not compile. */
describe('a resolver map', () => {
  it('does not require resolvers for fields of the model', () => {
    const map: CompleteMap<Resolvers, { Thing: { name: string; size: number | null } }> = {};

    expect(map).toEqual({});
  });

  it('does not compile without a resolver for a field that the model lacks', () => {
    // @ts-expect-error: `size` has no resolver.
    const map: CompleteMap<Resolvers, { Thing: { name: string } }> = {};

    expect(map).toEqual({});
  });

  it('does not compile without a resolver for an optional field or a field of another type', () => {
    // @ts-expect-error: `size` may be undefined.
    const maybe: CompleteMap<Resolvers, { Thing: { name: string; size?: number } }> = {};
    // @ts-expect-error: `name` is not a string.
    const other: CompleteMap<Resolvers, { Thing: { name: number; size: null } }> = {};

    expect([maybe, other]).toEqual([{}, {}]);
  });

  it('compiles with the missing field resolved', () => {
    const map: CompleteMap<Resolvers, { Thing: { name: string } }> = { Thing: { size: () => null } };

    expect(map.Thing.size({})).toBeNull();
  });
});
