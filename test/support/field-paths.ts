import { type GraphQLField, type GraphQLObjectType, getNamedType, isObjectType, isRequiredArgument } from 'graphql';

/** A leaf below a field, and the path to the leaf. */
export interface FieldPath {
  /** Such as `{ accounts { billing { dueDate } } }`. */
  readonly selection: string;
  /** Every field on the path: `User.accounts`, `PayLinkAccount.billing`, `Billing.dueDate`. */
  readonly coordinates: readonly string[];
}

/** Lists every leaf below a field on paths without required arguments and without repeated types. */
export function listFieldPaths(field: GraphQLField<unknown, unknown>, above: readonly string[] = []): FieldPath[] {
  const type = getNamedType(field.type);
  return isObjectType(type) ? listPathsIn(type, above) : [{ selection: '', coordinates: [] }];
}

/** Lists the leaves below an object type. */
export function listPathsIn(type: GraphQLObjectType, above: readonly string[] = []): FieldPath[] {
  if (above.includes(type.name)) return [];
  return Object.values(type.getFields())
    .filter(({ args }) => !args.some(isRequiredArgument))
    .flatMap((each) =>
      listFieldPaths(each, [...above, type.name]).map(({ selection, coordinates }) => ({
        selection: `{ ${each.name} ${selection} }`,
        coordinates: [`${type.name}.${each.name}`, ...coordinates],
      })),
    );
}
