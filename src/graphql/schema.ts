import { readdirSync, readFileSync } from 'node:fs';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { type GraphQLSchema, printSchema } from 'graphql';
import { resolvers } from './resolvers.ts';

const folder = new URL('../../schema/', import.meta.url);

export function createSchema(): GraphQLSchema {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort();
  const typeDefs = names.map((name) => readFileSync(new URL(name, folder), 'utf8'));
  return makeExecutableSchema({
    typeDefs,
    resolvers,
    resolverValidationOptions: { requireResolversToMatchSchema: 'error' },
  });
}

/** The whole schema as one SDL document. */
export function printSdl(): string {
  return printSchema(createSchema());
}
