import { type GraphQLResolveInfo, getNamedType, isObjectType } from 'graphql';
// What the executor itself goes by: fragments, aliases, @skip and @include mean the same here as there.
import { collectSubfields } from 'graphql/execution/collectFields.js';

/** The names of the fields that an operation selects of the object that a resolver answers with. */
export function selectedFields(info: GraphQLResolveInfo): ReadonlySet<string> {
  const type = getNamedType(info.returnType);
  if (!isObjectType(type)) return new Set();
  const fields = collectSubfields(info.schema, info.fragments, info.variableValues, type, info.fieldNodes);
  return new Set([...fields.values()].flatMap((nodes) => nodes.map(({ name }) => name.value)));
}
