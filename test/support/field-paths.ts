import { type GraphQLField, getNamedType, isObjectType, isRequiredArgument } from 'graphql';

/** One field below another, and the way to it. */
export interface FieldPath {
  /** Such as `{ accounts { billing { dueDate } } }`. */
  readonly selection: string;
  /** Every field on the way: `User.accounts`, `PayLinkAccount.billing`, `Billing.dueDate`. */
  readonly coordinates: readonly string[];
}

/** Every leaf below a field that can be reached without an argument and without coming by a type twice. */
export function listFieldPaths(field: GraphQLField<unknown, unknown>, above: readonly string[] = []): FieldPath[] {
  const type = getNamedType(field.type);
  if (!isObjectType(type)) return [{ selection: '', coordinates: [] }];
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
