import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
} from 'graphql';
// The executor uses the same function: fragments, aliases, @skip and @include mean the same here as there.
import { collectSubfields } from 'graphql/execution/collectFields.js';
import { type Draft, type Place, takeStep } from './plan-builder.ts';
import type { Fields } from './selection.ts';

const assumedLength = 4;

export interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly draft: Draft;
  readonly nodeNumbers: Map<FieldNode, number>;
  /** The sizes of the selections visited so far, each in its place. */
  readonly sizes: Map<string, number>;
}

export function visit(walk: Walk, type: GraphQLObjectType, fields: Fields, place: Place): number {
  let size = 0;
  for (const [name, nodes] of fields) {
    const [node] = nodes;
    const field = node && type.getFields()[node.name.value];
    size += 1;
    if (!field) continue;
    const answered = getNamedType(field.type);
    const selected = isObjectType(answered) ? selectionOf(walk, answered, nodes) : new Map();
    const below = takeStep(walk.draft, {
      type: type.name,
      field: field.name,
      args: getArgumentValues(field, node, walk.variables),
      selected,
      place: { ...place, path: place.path ? `${place.path}.${name}` : name },
    });
    if (isObjectType(answered)) {
      const length = isListType(getNullableType(field.type)) ? lengthOf(type, place) : 1;
      for (const next of below) size += length * visitOnce(walk, answered, nodes, selected, next);
    }
  }
  return size;
}

/** Below a list of look-ups every id is a place of its own; of the lists of accounts nothing tells how long they are. */
function lengthOf(type: GraphQLObjectType, { task }: Place): number {
  if (type.name === 'Query') return 1;
  return type.name === 'TaskConnection' && task && 'count' in task ? task.count : assumedLength;
}

function selectionOf(
  { schema, fragments, variables }: Walk,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): Fields {
  return collectSubfields(schema, fragments, variables, type, nodes);
}

/** The same selection in the same place costs nothing more, so that nested fragments do not multiply our work. */
function visitOnce(
  walk: Walk,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
  selected: Fields,
  place: Place,
): number {
  const { nodeNumbers, sizes } = walk;
  const numbers = nodes.map((node) => {
    const number = nodeNumbers.get(node) ?? nodeNumbers.size;
    nodeNumbers.set(node, number);
    return number;
  });
  const key = JSON.stringify([numbers, place.user, place.task, place.isSure]);
  const size = sizes.get(key) ?? visit(walk, type, selected, place);
  sizes.set(key, size);
  return size;
}
