import { buildSchema, type GraphQLSchema, getOperationAST, parse, validate } from 'graphql';
import type { CallPlan } from '../../src/planning/call-plan.ts';
import {
  enters,
  type FieldCost,
  type FieldCosts,
  free,
  known,
  listsRows,
  looksUp,
  needs,
  onePerRow,
  reads,
  type SelectionBelow,
  writes,
} from '../../src/planning/cost.ts';
import { createPlanner } from '../../src/planning/plan.ts';
import { type CallerView, findLookup, findSubject, serviceView } from '../../src/planning/plan-builder.ts';
import { type ItemKind, scopeOfLookup, scopeOfSubject } from '../../src/planning/scope.ts';

/** A graph that has nothing in common with the gateway's: the planner knows no type by name. */
const sdl = `
  interface Node { id: ID! }
  union Hit = Person | Parcel

  type Query {
    person(name: ID!): Person
    parcels(ids: [ID!]!): [Parcel]
    node(id: ID!): Node
    clock: String
  }

  type Mutation {
    tick: Person
    send(to: ID!): Person
  }

  type Person implements Node {
    id: ID!
    letters: [String!]
    friends: [Person!]
    parcels(first: Int = 10, after: String): Page
    hits: [Hit!]
  }

  type Page { items: [Parcel!]! }

  type Parcel implements Node {
    id: ID!
    weight: Int
    colour: String
    sender: Person
  }
`;

const endpoints = {
  letters: { route: 'letters', host: 'api' },
  friends: { route: 'friends', host: 'api' },
  list: { route: 'list', host: 'api' },
  parcel: { route: 'parcel', host: 'api' },
  label: { route: 'label', host: 'api' },
  send: { route: 'send', host: 'api' },
  tick: { route: 'tick', host: 'api' },
};

/** A row has the colour of a parcel. Only the parcel itself has the rest, and a label has nothing but the id. */
const parcel: ItemKind<'colour' | 'weight' | 'sender'> = {
  list: endpoints.list,
  ownerFact: 'sender',
  sourceOf: (facts) => (facts.size === 0 ? endpoints.label : endpoints.parcel),
  sourceBesideRow: (facts) => (facts.isSubsetOf(new Set(['colour'])) ? null : endpoints.parcel),
};

/** The type is part of an id, such as `Parcel:7`. */
const node: FieldCost<{ id: string }> = {
  opens: { subject: true, item: parcel },
  enter: ({ builder, args, path }) => {
    const [type = '', key = ''] = args.id.split(':');
    const scope =
      type === 'Parcel'
        ? scopeOfLookup(findLookup(builder, parcel, key, path), true)
        : scopeOfSubject(findSubject(builder, key), true);
    return [{ scope, type }];
  },
};

export const madeUpCosts = {
  Query: {
    person: enters(({ name }: { name: string }) => name),
    parcels: looksUp(parcel, ({ ids }: { ids: readonly string[] }) => ids),
    node,
  },
  Mutation: { tick: writes(() => endpoints.tick), send: writes(() => endpoints.send) },
  Person: {
    id: known,
    letters: reads(endpoints.letters),
    friends: reads(endpoints.friends),
    parcels: listsRows(parcel, ({ first }: { first: number }) => first),
    hits: listsRows(parcel, () => 3),
  },
  Page: { items: onePerRow },
  Parcel: {
    weight: needs(parcel, 'weight'),
    colour: needs(parcel, 'colour'),
    sender: ({ needsNoRead }: SelectionBelow) => (needsNoRead ? free : needs(parcel, 'sender')),
  },
} satisfies FieldCosts;

export function buildMadeUpSchema(more = ''): GraphQLSchema {
  return buildSchema(sdl + more);
}

/** Plans an operation of the made-up graph, and lists its calls as `2 parcel path.of.field`. */
export function planMadeUp(source: string, variables: Readonly<Record<string, unknown>> = {}, options: Options = {}) {
  const { costs = madeUpCosts, caller = serviceView, maxSize } = options;
  const schema = buildMadeUpSchema();
  const document = parse(source);
  const errors = validate(schema, document);
  const operation = getOperationAST(document);
  if (errors.length > 0 || !operation) throw new Error(`The operation does not fit: ${errors.join()}`);
  const plan = createPlanner(schema, costs).prepare(document, operation).plan(variables, caller, maxSize);
  return { ...plan, calls: listCalls(plan) };
}

interface Options {
  readonly costs?: FieldCosts;
  readonly caller?: CallerView;
  readonly maxSize?: number;
}

function listCalls({ calls }: CallPlan): string[] {
  return calls.map(({ endpoint, atMost, path }) => `${atMost} ${endpoint.route} ${path}`);
}
