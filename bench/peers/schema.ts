import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import type { Credentials } from './pay-link.ts';
import { createResolvers } from './resolvers.ts';

const folder = new URL('../../schema/', import.meta.url);

/** Whether `task` reads the light status of a task where the selection has no more, or each field reads the data that it needs. */
export type Look = 'ahead' | 'never';

/** The SDL of the gateway with the resolvers of the peers. */
export function createPeerSchema(look: Look): GraphQLSchema {
  const files = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
  const typeDefs = files.map((name) => readFileSync(new URL(name, folder), 'utf8'));
  // The SDL may use directives that only the gateway declares, such as those of federation.
  return makeExecutableSchema({ typeDefs, resolvers: createResolvers(look === 'ahead'), assumeValidSDL: true });
}

export function readCredentials(headers: IncomingHttpHeaders): Credentials {
  return { 'x-api-key': String(headers['x-api-key']), 'x-api-secret': String(headers['x-api-secret']) };
}
