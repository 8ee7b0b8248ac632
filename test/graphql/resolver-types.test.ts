import { describe, expect, it } from '@jest/globals';
import type { CompleteMap } from '../../src/graphql/resolver-types.ts';

type Resolver<Result> = (parent: unknown) => Promise<Result> | Result;

interface Resolvers {
  readonly Thing?: { readonly name?: Resolver<string>; readonly size?: Resolver<number | null> };
}

/** These are assertions of the type checker: one that did not hold would not compile. */
describe('a resolver map', () => {
  it('need not resolve what the model answers as it stands', () => {
    const map: CompleteMap<Resolvers, { Thing: { name: string; size: number | null } }> = {};

    expect(map).toEqual({});
  });

  it('does not compile without a field that the model lacks', () => {
    // @ts-expect-error: nobody resolves `size`.
    const map: CompleteMap<Resolvers, { Thing: { name: string } }> = {};

    expect(map).toEqual({});
  });

  it('does not compile without a field that the model may lack, or has of another type', () => {
    // @ts-expect-error: `size` may be undefined, which says nothing.
    const maybe: CompleteMap<Resolvers, { Thing: { name: string; size?: number } }> = {};
    // @ts-expect-error: `name` is no text.
    const other: CompleteMap<Resolvers, { Thing: { name: number; size: null } }> = {};

    expect([maybe, other]).toEqual([{}, {}]);
  });

  it('compiles with the missing field resolved', () => {
    const map: CompleteMap<Resolvers, { Thing: { name: string } }> = { Thing: { size: () => null } };

    expect(map.Thing.size({})).toBeNull();
  });
});
