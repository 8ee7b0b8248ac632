import { readdirSync, readFileSync } from 'node:fs';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { Credentials, PayLink } from './pay-link.ts';
import { type Context, resolvers } from './resolvers.ts';

const folder = new URL('../../schema/', import.meta.url);

/** Apollo Server as its documentation starts it, on the SDL of the gateway. */
export async function startServer(createPayLink: (credentials: Credentials) => PayLink): Promise<string> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
  const typeDefs = files.map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const server = new ApolloServer<Context>({
    // The SDL may use directives that only the gateway declares, such as those of federation.
    schema: makeExecutableSchema({ typeDefs, resolvers, assumeValidSDL: true }),
  });
  const { url } = await startStandaloneServer(server, {
    listen: { host: '127.0.0.1', port: 0 },
    context: async ({ req: { headers } }) => ({
      payLink: createPayLink({
        'x-api-key': String(headers['x-api-key']),
        'x-api-secret': String(headers['x-api-secret']),
      }),
    }),
  });
  return url;
}
