import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNullableType,
  isListType,
  type OperationDefinitionNode,
} from 'graphql';
// The executor uses the same functions: fragments, aliases, @skip and @include mean the same here as there.
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { createArgumentReader, hasVariables, type Values } from './arguments.ts';
import type { FieldCosts, Need } from './cost.ts';
import { createItemSizes, type ItemSizes } from './item-sizes.ts';
import { type Alternative, assumedLength, noFacts, type Place, type PlacedField } from './place.ts';
import { areKnown, type Fields, listObjectTypes, resolveCost } from './selection.ts';

export interface Preparation {
  readonly schema: GraphQLSchema;
  readonly costs: FieldCosts;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** The variables that @skip and @include depend on. */
  readonly conditions: Values;
}

interface Walk extends Preparation {
  readonly itemSizes: ItemSizes;
  readonly numbers: Map<FieldNode, number>;
  /** By the fields that lead to a place, so that the selections of each are collected once. */
  readonly placesByParents: Map<string, Place>;
  readonly placesByFields: Map<string, Place>;
  readonly factsByNames: Map<string, ReadonlySet<string>>;
  /** The number of fields that were collected, and of places, each of which takes about as long as many fields. */
  work: number;
}

/** More than any document needs that a person wrote. Fragments can combine in ever more ways, each of which is a place. */
const maxWork = 100_000;
const workPerPlace = 50;

/** The places of an operation, from its root. */
export interface Places {
  readonly root: Place;
  readonly itemSizes: ItemSizes;
}

/** Collects every selection of an operation once, however many fragments and aliases lead to it. */
export function preparePlaces(preparation: Preparation, operation: OperationDefinitionNode): Places {
  const { schema, fragments, conditions } = preparation;
  const walk: Walk = {
    ...preparation,
    itemSizes: createItemSizes(),
    numbers: new Map(),
    placesByParents: new Map(),
    placesByFields: new Map(),
    factsByNames: new Map(),
    work: 0,
  };
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`The schema has no type for a ${operation.operation}.`);
  const fields = collectFields(schema, fragments, conditions, root, operation.selectionSet);
  return { root: placeOf(walk, root, fields), itemSizes: walk.itemSizes };
}

function placeBelow(walk: Walk, type: GraphQLObjectType, nodes: readonly FieldNode[]): Place {
  const key = addToKey(walk, type.name, nodes);
  const known = walk.placesByParents.get(key);
  if (known) {
    known.isShared = true;
    return known;
  }
  const { schema, fragments, conditions } = walk;
  const place = placeOf(walk, type, collectSubfields(schema, fragments, conditions, type, nodes));
  walk.placesByParents.set(key, place);
  return place;
}

function placeOf(walk: Walk, type: GraphQLObjectType, fields: Fields): Place {
  let key = type.name;
  walk.work += workPerPlace;
  for (const nodes of fields.values()) {
    walk.work += nodes.length;
    key = addToKey(walk, key, nodes);
  }
  if (walk.work > maxWork) throw tooComplex();
  const known = walk.placesByFields.get(key);
  if (known) {
    known.isShared = true;
    return known;
  }
  const parts = [...fields].map(([name, nodes]) => toPart(walk, type, name, nodes));
  const place: Place = {
    fields: parts.flatMap(({ placed }) => placed ?? []),
    size: parts.reduce((sum, { size }) => sum + size, 0),
    itemSize: parts.reduce((sum, { itemSize }) => sum + itemSize, 0),
    ...toNeeds(walk, parts),
    isKnown: areKnown(walk.costs, type, fields),
    isShared: false,
  };
  walk.placesByFields.set(key, place);
  return place;
}

function addToKey({ numbers }: Walk, start: string, nodes: readonly FieldNode[]): string {
  let key = start;
  for (const node of nodes) {
    let number = numbers.get(node);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(node, number);
    }
    key += ` ${number}`;
  }
  return key;
}

function tooComplex(): GraphQLError {
  const message = 'The fragments and aliases of this operation combine in too many ways: use fewer of them.';
  return new GraphQLError(message, { extensions: { code: 'OPERATION_TOO_COMPLEX', http: { status: 400 } } });
}

/** A field of a selection. */
interface Part {
  readonly name: string;
  readonly size: number;
  readonly itemSize: number;
  readonly need: Need | undefined;
  readonly placed: PlacedField | null;
}

function toPart(walk: Walk, type: GraphQLObjectType, name: string, nodes: readonly FieldNode[]): Part {
  const [node] = nodes;
  const field = node && type.getFields()[node.name.value];
  if (!field) return { name, size: 1, itemSize: 1, need: undefined, placed: null };
  const below = listObjectTypes(walk.schema, field.type).map((each) => ({
    type: each.name,
    place: placeBelow(walk, each, nodes),
  }));
  const needsNoRead = below.every(({ place }) => place.isKnown);
  const cost = resolveCost(walk.costs[type.name]?.[field.name], { needsNoRead });
  const isList = isListType(getNullableType(field.type));
  const sizeBelow = largestOf(below, (place) => place.itemSize);
  if (isList) walk.itemSizes.add(nodes, sizeBelow);
  const itemSize = isList ? 1 : 1 + sizeBelow;
  const isVisited = cost.enter || cost.isOnePer === 'row' || hasVariables(node) || !below.every(isFree);
  if (isVisited) {
    const placed = { name, cost, readArguments: createArgumentReader(field, node), isList, below };
    return { name, size: 1, itemSize, need: cost.need, placed };
  }
  const size = 1 + (isList ? assumedLength : 1) * largestOf(below, (place) => place.size);
  return { name, size, itemSize, need: cost.need, placed: null };
}

function isFree({ place: { fields, facts } }: Alternative): boolean {
  return fields.length === 0 && facts.size === 0;
}

/** A value has one of its types: the largest counts. */
function largestOf(below: readonly Alternative[], sizeOf: (place: Place) => number): number {
  return below.reduce((largest, { place }) => Math.max(largest, sizeOf(place)), 0);
}

function toNeeds({ factsByNames }: Walk, parts: readonly Part[]): Pick<Place, 'facts' | 'besideRow'> {
  const needing = parts.flatMap(({ name, need }) => (need ? { name, ...need } : []));
  if (needing.length === 0) return { facts: noFacts, besideRow: null };
  const names = [...new Set(needing.map(({ fact }) => fact))].sort();
  // Equal sets are the same object, so that most look-ups have nothing to add up.
  const key = names.join(' ');
  const facts = factsByNames.get(key) ?? new Set(names);
  factsByNames.set(key, facts);
  const beside = needing.find(({ kind, fact }) => kind.sourceBesideRow(new Set([fact])));
  const endpoint = beside?.kind.sourceBesideRow(facts);
  return { facts, besideRow: beside && endpoint ? { name: beside.name, endpoint } : null };
}
