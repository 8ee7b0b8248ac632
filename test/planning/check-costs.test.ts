import { describe, expect, it } from '@jest/globals';
import { isObjectType } from 'graphql';
import { createSchema } from '../../src/graphql/schema.ts';
import { checkCosts } from '../../src/planning/check-costs.ts';
import { type FieldCosts, free, reads } from '../../src/planning/cost.ts';
import { buildMadeUpSchema, madeUpCosts } from '../support/made-up-graph.ts';

const { Query, Mutation, Person } = madeUpCosts;

function check(more: string, resolved: readonly string[], costs: FieldCosts = madeUpCosts) {
  const schema = buildMadeUpSchema(more);
  for (const coordinate of resolved) {
    const [typeName = '', name = ''] = coordinate.split('.');
    const type = schema.getType(typeName);
    const field = isObjectType(type) ? type.getFields()[name] : undefined;
    if (!field) throw new Error(`${coordinate} is not in the schema.`);
    field.resolve = () => null;
  }
  return () => checkCosts(schema, costs);
}

describe('the costs of a schema', () => {
  it('are accepted where every field with a resolver has one', () => {
    expect(check('', ['Query.person', 'Person.letters', 'Parcel.weight', 'Mutation.tick'])).not.toThrow();
  });

  it.each([
    ['a root field', 'extend type Query { census: Int }', 'Query.census'],
    ['a mutation without input', 'extend type Mutation { reset: Int }', 'Mutation.reset'],
    ['a field of an object type', 'extend type Person { age: Int }', 'Person.age'],
    ['a field of a type behind a union', 'type Letter { text: String } extend union Hit = Letter', 'Letter.text'],
  ])('are refused where there is none for %s with a resolver', (_what, more, coordinate) => {
    expect(check(more, [])).not.toThrow();
    expect(check(more, [coordinate])).toThrow(`${coordinate} has a resolver and no cost`);
  });

  it('are refused where there is none for a subscription', () => {
    const schema = buildMadeUpSchema('type Subscription { changed: Person }');
    const field = schema.getSubscriptionType()?.getFields().changed;
    if (field) field.subscribe = () => null;

    expect(() => checkCosts(schema, madeUpCosts)).toThrow('Subscription.changed has a resolver and no cost');
  });

  it.each([
    ['an unknown type', { Nobody: { id: free } }, 'Nobody, which is not an object type'],
    ['an interface', { Node: { id: free } }, 'Node, which is not an object type'],
    ['an unknown field', { Person: { ...Person, age: free } }, 'Person.age, which is not in the schema'],
  ])('are refused where there is one for %s', (_what, more, message) => {
    expect(check('', [], { ...madeUpCosts, ...more })).toThrow(message);
  });

  it.each([
    ['a root field', 'extend type Query { anybody: Person }', 'Query', 'Person.letters'],
    ['an interface', 'extend type Query { anything: Node }', 'Query', 'Person.friends'],
    ['a union', 'extend type Mutation { guess: Hit }', 'Mutation', 'Person.parcels'],
  ])('are refused where calls about no subject can be reached by %s', (_what, more, root, coordinate) => {
    const [, name = ''] = more.match(/{ (\w+)/) ?? [];
    const costs = { ...madeUpCosts, Query, Mutation, [root]: { ...{ Query, Mutation }[root], [name]: free } };

    expect(check(more, [], costs)).toThrow(
      `${coordinate} makes calls about a subject, and ${root}.${name} leads to it without one`,
    );
  });

  it('are refused where a field leads to an item without looking it up or listing it', () => {
    const costs = { ...madeUpCosts, Person: { ...Person, latest: reads({ route: 'latest', host: 'api' }) } };

    expect(check('extend type Person { latest: Parcel }', [], costs)).toThrow(
      'Parcel.weight needs a fact about an item, and Person.latest leads to it without one',
    );
  });

  it('are refused with every problem at once', () => {
    const more = 'extend type Query { census: Int, anybody: Person }';

    expect(check(more, ['Query.census', 'Query.anybody'])).toThrow(/census.*\n.*anybody.*\n.*Person\.letters/);
  });

  it('are required for every field of the gateway', () => {
    expect(() => checkCosts(createSchema(), {})).toThrow('Query.user has a resolver and no cost');
  });
});
