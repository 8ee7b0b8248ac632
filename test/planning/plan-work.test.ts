import { describe, expect, it } from '@jest/globals';
import type { FieldCost, FieldCosts } from '../../src/planning/cost.ts';
import { useGateway } from '../support/gateway.ts';
import { madeUpCosts, planMadeUp } from '../support/made-up-graph.ts';

const repeat = (times: number, write: (index: number) => string) =>
  Array.from({ length: times }, (_, i) => write(i)).join(' ');

/** The costs, and how often the planner visited a field that has one. */
function countVisits() {
  const visits = { count: 0 };
  const counted = <Args>(cost: FieldCost<Args>): FieldCost<Args> => ({
    ...cost,
    ...(cost.enter && {
      enter: (visit) => {
        visits.count += 1;
        return cost.enter?.(visit) ?? [];
      },
    }),
  });
  const { Query, Person } = madeUpCosts;
  const costs: FieldCosts = {
    ...madeUpCosts,
    Query: { ...Query, person: counted(Query.person), parcels: counted(Query.parcels) },
    Person: {
      ...Person,
      letters: counted(Person.letters),
      friends: counted(Person.friends),
      parcels: counted(Person.parcels),
    },
  };
  return { visits, costs };
}

describe('the work for a plan', () => {
  it('does not grow with the ways through nested fragments', () => {
    const depth = 40;
    const fragment = (index: number) =>
      `fragment F${index} on Person { a: friends { ...F${index + 1} } b: friends { ...F${index + 1} } }`;
    const document = `{ person(name: "a") { ...F0 } } ${repeat(depth, fragment)} fragment F${depth} on Person { letters }`;
    const { visits, costs } = countVisits();

    expect(planMadeUp(document, {}, { costs }).total).toBe(2);
    expect(visits.count).toBeLessThan(4 * depth);
  });

  it('does not grow with the aliases that select the same of the same item', () => {
    const ids = Array.from({ length: 100 }, (_, index) => `${index}`);
    const document = `query ($ids: [ID!]!) { ${repeat(100, (i) => `a${i}: parcels(ids: $ids) { ...F }`)} }
      fragment F on Parcel { weight sender { id letters friends { id } } }`;
    const { visits, costs } = countVisits();

    expect(planMadeUp(document, { ids }, { costs }).total).toBe(300);
    // Each alias, and both calls of each owner.
    expect(visits.count).toBe(100 + 2 * ids.length);
  });

  it('ends where the response would be larger than allowed', () => {
    const ids = Array.from({ length: 100 }, (_, index) => `${index}`);
    const pages = repeat(90, (i) => `a${i}: parcels(first: ${i + 10}) { items { id colour } }`);
    const document = `query ($ids: [ID!]!) { parcels(ids: $ids) { sender { ${pages} } } }`;
    const { visits, costs } = countVisits();

    expect(planMadeUp(document, { ids }, { costs, maxSize: 1_000 }).size).toBeGreaterThan(1_000);
    expect(visits.count).toBeLessThan(100);
  });
});

describe('a request', () => {
  const gateway = useGateway();

  it('is refused when its fragments combine in too many ways', async () => {
    const [layers, width] = [6, 10];
    const ways = [
      'accounts { user {',
      'suggestions { account { user {',
      'account(id: "1") { user {',
      'tasks { nodes { user {',
    ];
    /** Two fragments of the next layer, in a pattern that differs from way to way. */
    const spread = (layer: number, fragment: number, way: number) =>
      layer === layers - 1
        ? ''
        : `...L${layer + 1}F${(fragment + way * 3) % width} ...L${layer + 1}F${(fragment * way + layer + 1) % width}`;
    const fragments = repeat(layers, (layer) =>
      repeat(width, (fragment) => {
        const fields = ways.map(
          (open, way) => `${open} id ${spread(layer, fragment, way)} ${open.replace(/[^{]/g, '').replaceAll('{', '}')}`,
        );
        return `fragment L${layer}F${fragment} on User { ${fields.join(' ')} }`;
      }),
    );
    const document = `{ user(identifier: "ada") { ${repeat(width, (fragment) => `...L0F${fragment}`)} } } ${fragments}`;

    const { status, data, errors } = await gateway.query(document);

    expect(status).toBe(400);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('combine in too many ways'),
        extensions: { code: 'OPERATION_TOO_COMPLEX', retryable: false },
      },
    ]);
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it('is planned with values of any length, which their fields refuse', async () => {
    const document = `query ($identifier: ID!, $cursor: String) {
      ${repeat(90, (i) => `a${i}: user(identifier: $identifier) { tasks(after: $cursor) { nodes { company { name } } } }`)}
    }`;
    const long = 'x'.repeat(500_000);

    const { data, errors } = await gateway.query(document, { variables: { identifier: long, cursor: long } });

    expect(Object.values(data)).toEqual(Array.from({ length: 90 }, () => null));
    expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['BAD_USER_INPUT']));
    expect(gateway.simulator.requests()).toEqual([]);
  });
});
