import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isIntrospectionType,
  isObjectType,
} from 'graphql';
import type { FieldCost, FieldCosts } from './cost.ts';
import type { ItemKind } from './scope.ts';
import { listObjectTypes, resolveCost } from './selection.ts';

/**
 * Throws unless the costs fit the schema: every field with a resolver states its cost, and every field that makes calls about a
 * subject, or needs a fact about an item, is below a field that opens one.
 */
export function checkCosts(schema: GraphQLSchema, costs: FieldCosts): void {
  const problems = [...listUnknown(schema, costs), ...listMissing(schema, costs), ...listUnopened(schema, costs)];
  if (problems.length > 0) throw new Error(['The costs do not fit the schema:', ...problems].join('\n  - '));
}

function listUnknown(schema: GraphQLSchema, costs: FieldCosts): string[] {
  return Object.entries(costs).flatMap(([typeName, fields]) => {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) return [`There are costs for ${typeName}, which is not an object type.`];
    const names = Object.keys(fields).filter((name) => !type.getFields()[name]);
    return names.map((name) => `There is a cost for ${typeName}.${name}, which is not in the schema.`);
  });
}

function listMissing(schema: GraphQLSchema, costs: FieldCosts): string[] {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !isIntrospectionType(type));
  return types.filter(isObjectType).flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => hasResolver(field) && !costs[type.name]?.[field.name])
      .map(({ name }) => `${type.name}.${name} has a resolver and no cost. A field that makes no call is \`free\`.`),
  );
}

function hasResolver({ resolve, subscribe }: GraphQLField<unknown, unknown>): boolean {
  return (resolve !== undefined && resolve !== defaultFieldResolver) || subscribe !== undefined;
}

/** The parts of a scope that costs rely on. */
interface Surroundings {
  readonly type: GraphQLObjectType;
  readonly hasSubject: boolean;
  readonly item: ItemKind | null;
  /** The field that leads here. */
  readonly from: string;
}

/** Follows the fields of the schema from its root types, once for each type and scope. */
function listUnopened(schema: GraphQLSchema, costs: FieldCosts): string[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter(isObjectType);
  const open: Surroundings[] = roots.map((type) => ({ type, hasSubject: false, item: null, from: type.name }));
  const visited: Surroundings[] = [];
  const problems = new Set<string>();
  // The list grows while it is followed, so that the shortest way to a problem is found first.
  for (const next of open) {
    const { type, hasSubject, item } = next;
    if (visited.some((one) => one.type === type && one.hasSubject === hasSubject && one.item === item)) continue;
    visited.push(next);
    for (const field of Object.values(type.getFields())) {
      for (const cost of listCosts(costs, type, field)) {
        for (const problem of listProblems(cost, next)) problems.add(`${type.name}.${field.name} ${problem}`);
        open.push(...listBelow(schema, field, cost, next));
      }
    }
  }
  return [...problems];
}

function listCosts(costs: FieldCosts, type: GraphQLObjectType, field: GraphQLField<unknown, unknown>) {
  return [true, false].map((needsNoRead) => resolveCost(costs[type.name]?.[field.name], { needsNoRead }));
}

function listProblems({ usesSubject, need }: FieldCost<never>, { hasSubject, item, from }: Surroundings): string[] {
  return [
    ...(usesSubject && !hasSubject ? [`makes calls about a subject, and ${from} leads to it without one.`] : []),
    ...(need && need.kind !== item ? [`needs a fact about an item, and ${from} leads to it without one.`] : []),
  ];
}

function listBelow(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  { opens }: FieldCost<never>,
  { type, hasSubject, item }: Surroundings,
): Surroundings[] {
  return listObjectTypes(schema, field.type).map((below) => ({
    type: below,
    hasSubject: opens?.subject ?? hasSubject,
    item: opens?.item === undefined ? item : opens.item,
    from: `${type.name}.${field.name}`,
  }));
}
