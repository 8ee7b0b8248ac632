import { readdirSync, readFileSync } from 'node:fs';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { type GraphQLNamedType, type GraphQLSchema, isScalarType, printSchema } from 'graphql';
import { resolvers } from './resolvers.ts';
import { scalars } from './scalars.ts';

const folder = new URL('../../schema/', import.meta.url);

export function createSchema(): GraphQLSchema {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort();
  const typeDefs = names.map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const schema = makeExecutableSchema({
    typeDefs,
    resolvers,
    resolverValidationOptions: { requireResolversToMatchSchema: 'error' },
  });
  for (const name of Object.keys(scalars)) describeBySdl(schema.getType(name));
  return schema;
}

/** A scalar from a library brings a description of its own, which is put in place of ours. */
function describeBySdl(type: GraphQLNamedType | undefined): void {
  if (!isScalarType(type)) return;
  type.description = type.astNode?.description?.value;
  type.specifiedByURL = undefined;
}

/** The whole schema as one SDL document. */
export function printSdl(): string {
  return printSchema(createSchema());
}
