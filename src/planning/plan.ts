import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
// What the executor itself goes by: fragments, aliases, @skip and @include mean the same here as there.
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import type { TaskNeeds } from '../domains/task/lookup.ts';
import { coerceVariables, invalidVariable } from '../operation/variables.ts';
import { chooseTaskSource } from '../upstream/catalog.ts';
import {
  addCall,
  type Draft,
  hasCall,
  ownerOf,
  type Place,
  type PlannedCall,
  takeStep,
  type Viewpoint,
} from './plan-builder.ts';
import type { Fields } from './selection.ts';

const assumedLength = 4;

/** What an operation may cost, and what has to be known beforehand for it to cost as little as it can. */
export interface CallPlan {
  readonly calls: readonly PlannedCall[];
  readonly total: number;
  readonly needsOf: (taskId: string) => TaskNeeds;
  /** Whether any list of tasks may be read, whose rows then need no call of their own. */
  readonly readsLists: boolean;
  /** About how many fields the answer has at most, where lists of no known length are taken to be short. */
  readonly size: number;
}

/** The plan of an operation that asks for nothing. */
export const emptyPlan: CallPlan = {
  calls: [],
  total: 0,
  needsOf: () => ({ fields: new Set(), leadsToList: 'never' }),
  readsLists: false,
  size: 0,
};

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly draft: Draft;
  readonly nodeNumbers: Map<FieldNode, number>;
  /** The sizes of the selections seen so far, each in its place. */
  readonly sizes: Map<string, number>;
}

/** Finds what an operation may ask of the upstream, from the operation, its variables, which are checked, and who asks. */
export function planOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  inputs: Readonly<Record<string, unknown>>,
  viewpoint: Viewpoint,
): CallPlan {
  const draft: Draft = { viewpoint, calls: new Map(), sureLists: new Set(), lookups: new Map() };
  const variables = coerceVariables(schema, operation, inputs);
  const fragments = fragmentsOf(document);
  const walk = { schema, fragments, variables, draft, nodeNumbers: new Map(), sizes: new Map<string, number>() };
  return toCallPlan(
    draft,
    attempt(() => visitRoot(walk, operation)),
  );
}

function visitRoot(walk: Walk, { operation, selectionSet }: OperationDefinitionNode): number {
  const root = walk.schema.getRootType(operation);
  if (!root) return 0;
  const fields = collectFields(walk.schema, walk.fragments, walk.variables, root, selectionSet);
  return visit(walk, root, fields, { path: '', user: null, task: null, isSure: true });
}

/** A null variable may stand where there must be a value; what graphql-js says of that names no value. */
function attempt<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof GraphQLError ? invalidVariable(error.message, error.nodes) : error;
  }
}

function fragmentsOf({ definitions }: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]));
}

function toCallPlan(draft: Draft, size: number): CallPlan {
  const needs = new Map<string, TaskNeeds>();
  for (const [id, { needs: fields, path }] of draft.lookups) {
    const owner = ownerOf(draft, id);
    const mayList = hasCall(draft, 'userTasks', owner) ? 'maybe' : 'never';
    needs.set(id, { fields, leadsToList: draft.sureLists.has(owner) ? 'surely' : mayList });
    addCall(draft, chooseTaskSource(fields), `task ${id}`, path);
  }
  const calls = mergeByPath([...draft.calls.values()]);
  return {
    calls,
    total: calls.reduce((total, { atMost }) => total + atMost, 0),
    needsOf: (taskId) => needs.get(taskId) ?? emptyPlan.needsOf(taskId),
    readsLists: calls.some(({ endpoint }) => endpoint === 'userTasks'),
    size,
  };
}

/** Several ids behind one field are one line of the plan. */
function mergeByPath(calls: readonly PlannedCall[]): PlannedCall[] {
  const merged = new Map<string, PlannedCall>();
  for (const call of calls) {
    const key = `${call.endpoint} ${call.path}`;
    merged.set(key, { ...call, atMost: call.atMost + (merged.get(key)?.atMost ?? 0) });
  }
  return [...merged.values()];
}

function visit(walk: Walk, type: GraphQLObjectType, fields: Fields, place: Place): number {
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
