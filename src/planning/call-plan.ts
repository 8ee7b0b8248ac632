import type { FieldNode } from 'graphql';
import { noFacts } from './place.ts';
import type { CallEntry, PlanBuilder } from './plan-builder.ts';
import { type Endpoint, type ItemKind, type Lookup, printPath } from './scope.ts';

/** Calls that an operation may make to one endpoint for one of its fields. */
export interface PlannedCall {
  readonly endpoint: Endpoint;
  readonly atMost: number;
  /** The response path of the first field that needs the call: `user.tasks.nodes`. */
  readonly path: string;
}

/** The facts that an operation needs about one item that it looks up by its id, over all fields that do. */
export interface ItemNeeds {
  readonly facts: ReadonlySet<string>;
  /** Whether the item leads to a read of the list of its owner. */
  readonly leadsToList: 'surely' | 'maybe' | 'never';
}

/** The calls that an operation may make, and the facts that the resolvers must know beforehand to make the fewest. */
export interface CallPlan extends ResponseSizes {
  readonly calls: readonly PlannedCall[];
  readonly total: number;
  readonly needsOf: (kind: ItemKind, id: string) => ItemNeeds;
  /** Whether the operation may read a list, whose rows then need no call of their own. */
  readonly readsLists: boolean;
}

/** Numbers of fields in the response. */
export interface ResponseSizes {
  /** About how many there are at most. Lists of unknown length are taken to be short. */
  readonly size: number;
  readonly sizeOutsideLists: number;
  /** In one object of the list that the nodes select, without the lists below it. */
  readonly sizeOfItem: (nodes: readonly FieldNode[]) => number;
}

const noNeeds: ItemNeeds = { facts: noFacts, leadsToList: 'never' };

/** Sources and paths are found when they are read: few requests do. */
export function toCallPlan(builder: PlanBuilder, sizes: ResponseSizes): CallPlan {
  const { calls, lookups, readsLists } = builder;
  let total = 0;
  for (const { atMost } of calls) total += atMost;
  for (const ofKind of lookups.values()) total += ofKind.size;
  return {
    get calls() {
      return mergeByPath([...calls, ...listSources(builder)]);
    },
    total,
    needsOf(kind, id) {
      const lookup = lookups.get(kind)?.get(id);
      return lookup ? toNeeds(kind, lookup) : noNeeds;
    },
    readsLists,
    ...sizes,
  };
}

function toNeeds({ list, ownerFact }: ItemKind, { owner, needsOwner, places }: Lookup): ItemNeeds {
  const mayList = owner.calls.includes(list) ? 'maybe' : 'never';
  return {
    facts: addUp(
      places.map(({ facts }) => facts),
      needsOwner ? ownerFact : null,
    ),
    leadsToList: owner.sureLists.includes(list) ? 'surely' : mayList,
  };
}

/** Most items have one set of facts, which is shared. */
function addUp(
  [first = noFacts, ...rest]: readonly ReadonlySet<string>[],
  ownerFact: string | null,
): ReadonlySet<string> {
  if (ownerFact === null && rest.every((facts) => facts === first)) return first;
  const all = new Set(first);
  for (const facts of rest) for (const fact of facts) all.add(fact);
  return ownerFact === null ? all : all.add(ownerFact);
}

function listSources({ lookups }: PlanBuilder): CallEntry[] {
  return [...lookups].flatMap(([kind, ofKind]) =>
    [...ofKind.values()].map((lookup) => {
      const { facts } = toNeeds(kind, lookup);
      return { endpoint: kind.sourceOf(facts), atMost: 1, path: lookup.path };
    }),
  );
}

/** Calls of one field to one endpoint are one line of the plan. */
function mergeByPath(entries: readonly CallEntry[]): PlannedCall[] {
  const merged = new Map<string, PlannedCall>();
  for (const { endpoint, atMost, path } of entries) {
    const printed = printPath(path);
    const key = `${endpoint.host} ${endpoint.route} ${printed}`;
    merged.set(key, { endpoint, atMost: atMost + (merged.get(key)?.atMost ?? 0), path: printed });
  }
  return [...merged.values()];
}
