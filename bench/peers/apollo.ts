import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import type { Credentials, PayLink } from './pay-link.ts';
import type { Context } from './resolvers.ts';
import { createPeerSchema, type Look, readCredentials } from './schema.ts';

/** Apollo Server as its documentation starts it. */
export async function startApollo(createPayLink: (credentials: Credentials) => PayLink, look: Look): Promise<string> {
  const server = new ApolloServer<Context>({ schema: createPeerSchema(look) });
  const { url } = await startStandaloneServer(server, {
    listen: { host: '127.0.0.1', port: 0 },
    context: async ({ req: { headers } }) => ({ payLink: createPayLink(readCredentials(headers)) }),
  });
  return url;
}
