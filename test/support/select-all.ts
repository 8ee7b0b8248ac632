import { type GraphQLField, getNamedType, isInterfaceType, isObjectType, isRequiredArgument } from 'graphql';
import { sensitiveKindOf } from '../../src/graphql/sensitive.ts';

/** Selects all fields below a field, except fields with required arguments and fields of types already above. */
export function selectAll(
  field: GraphQLField<unknown, unknown>,
  withSensitive: boolean,
  above: readonly string[] = [],
): string {
  const type = getNamedType(field.type);
  // The fields of its objects are reached through other fields.
  if (isInterfaceType(type)) return '{ __typename nodeId }';
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields())
    .filter((each) => withSensitive || !sensitiveKindOf(each.astNode))
    .filter((each) => !each.args.some(isRequiredArgument) && !above.includes(getNamedType(each.type).name))
    .map((each) => `${each.name} ${selectAll(each, withSensitive, [...above, type.name])}`);
  return `{ __typename ${fields.join(' ')} }`;
}
