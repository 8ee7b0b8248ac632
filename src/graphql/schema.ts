import { makeExecutableSchema } from '@graphql-tools/schema';
import { type GraphQLNamedType, type GraphQLSchema, isScalarType } from 'graphql';
import { checkCosts } from '../planning/check-costs.ts';
import { guard } from './access-rules.ts';
import { costs } from './costs.ts';
import { resolvers } from './resolvers.ts';
import { countLists } from './response-counter.ts';
import { scalars } from './scalars.ts';
import { readTypeDefs } from './sdl.ts';

export function createSchema(): GraphQLSchema {
  const schema = makeExecutableSchema({
    typeDefs: readTypeDefs(),
    resolvers,
    resolverValidationOptions: { requireResolversToMatchSchema: 'error' },
  });
  for (const name of Object.keys(scalars)) describeBySdl(schema.getType(name));
  checkCosts(schema, costs);
  guard(schema);
  countLists(schema);
  return schema;
}

/** Restores the description in our SDL, which a scalar from a library replaces. */
function describeBySdl(type: GraphQLNamedType | undefined): void {
  if (!isScalarType(type)) return;
  type.description = type.astNode?.description?.value;
  type.specifiedByURL = undefined;
}
