import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
} from 'graphql';
// The executor uses the same function: fragments, aliases, @skip and @include mean the same here as there.
import { collectSubfields } from 'graphql/execution/collectFields.js';
import type { Cost, FieldCosts, SelectionBelow } from './cost.ts';

/** The selected fields of an object, by their names in the response. */
export type Fields = ReadonlyMap<string, readonly FieldNode[]>;

/** Whether every reference to the object that a resolver returns has all fields that are selected of it. */
export function needsNoRead(costs: FieldCosts, info: GraphQLResolveInfo): boolean {
  const { schema, fragments, variableValues, fieldNodes } = info;
  return listObjectTypes(schema, info.returnType).every((type) =>
    areKnown(costs, type, collectSubfields(schema, fragments, variableValues, type, fieldNodes)),
  );
}

/** Calls about the subject need no read of the object that refers to it. */
export function areKnown(costs: FieldCosts, type: GraphQLObjectType, fields: Fields): boolean {
  for (const [node] of fields.values()) {
    const name = node?.name.value ?? '';
    if (name === '__typename') continue;
    const { isKnown, usesSubject, need } = resolveCost(costs[type.name]?.[name], { needsNoRead: false });
    if (!isKnown && (!usesSubject || need)) return false;
  }
  return true;
}

export function resolveCost(cost: Cost<never> | undefined, below: SelectionBelow) {
  return typeof cost === 'function' ? cost(below) : (cost ?? {});
}

/** The object types that a value of a type can have. */
export function listObjectTypes(schema: GraphQLSchema, type: GraphQLOutputType): readonly GraphQLObjectType[] {
  const named = getNamedType(type);
  if (isAbstractType(named)) return schema.getPossibleTypes(named);
  return isObjectType(named) ? [named] : [];
}
