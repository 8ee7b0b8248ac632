import {
  defaultFieldResolver,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql';
// The executor uses the same functions: fragments, aliases, @skip and @include mean the same here as there.
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import type { PreparedOperation } from './prepare.ts';

type Fields = ReadonlyMap<string, readonly FieldNode[]>;

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly numbers: Map<FieldNode, number>;
  readonly selections: Map<string, Fields>;
  /** The counts of each object of the schema, by selection. */
  readonly counts: Map<unknown, Map<string, number>>;
  /** Fields that may still be visited. */
  left: number;
}

const entries = new Map([SchemaMetaFieldDef, TypeMetaFieldDef].map((field) => [field.name, field]));

/**
 * Counts the fields below `__schema` and `__type` in a response before they are made: graphql-js makes them without any code of
 * ours. An object is visited once for each selection of it. The work ends above `max`.
 */
export function countIntrospection(
  schema: GraphQLSchema,
  { document, node }: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
  max: number,
): number {
  const root = schema.getRootType(node.operation);
  if (!root) return 0;
  const fragments = Object.fromEntries(
    document.ast.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [],
    ),
  );
  const maps = { numbers: new Map(), selections: new Map(), counts: new Map() };
  const walk: Walk = { schema, fragments, variables, ...maps, left: max };
  let count = 0;
  for (const nodes of collectFields(schema, fragments, variables, root, node.selectionSet).values()) {
    const entry = entries.get(nodes[0]?.name.value ?? '');
    if (entry) count += countField(walk, entry, null, nodes) - 1;
  }
  return count;
}

function countField(
  walk: Walk,
  field: GraphQLField<unknown, unknown>,
  source: unknown,
  nodes: readonly FieldNode[],
): number {
  const type = getNamedType(field.type);
  const [node] = nodes;
  walk.left -= 1;
  if (!node || !isObjectType(type) || walk.left < 0) return 1;
  const resolve = field.resolve ?? defaultFieldResolver;
  const args = getArgumentValues(field, node, walk.variables);
  // The resolvers of introspection use nothing else.
  const value = resolve(source, args, null, { schema: walk.schema } as GraphQLResolveInfo);
  let count = 1;
  for (const item of Array.isArray(value) ? value : [value]) {
    if (item !== null && item !== undefined) count += countObject(walk, type, item, nodes);
  }
  return count;
}

function countObject(walk: Walk, type: GraphQLObjectType, source: unknown, nodes: readonly FieldNode[]): number {
  const { counts, selections, schema, fragments, variables } = walk;
  const key = nodes.map((node) => numberOf(walk, node)).join();
  const ofSource = counts.get(source) ?? new Map<string, number>();
  counts.set(source, ofSource);
  const known = ofSource.get(key);
  if (known !== undefined) return known;
  const selection = selections.get(key) ?? collectSubfields(schema, fragments, variables, type, nodes);
  selections.set(key, selection);
  let count = 0;
  for (const below of selection.values()) {
    const field = type.getFields()[below[0]?.name.value ?? ''];
    // `__typename` is not among the fields of its type.
    count += field ? countField(walk, field, source, below) : 1;
  }
  ofSource.set(key, count);
  return count;
}

function numberOf({ numbers }: Walk, node: FieldNode): number {
  const number = numbers.get(node) ?? numbers.size;
  numbers.set(node, number);
  return number;
}
