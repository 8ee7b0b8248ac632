import { fastify } from 'fastify';
import mercurius from 'mercurius';
import { createPayLink } from './data-loaders.ts';
import { createPeerSchema, type Look, readCredentials } from './schema.ts';

/** Compiled at the second request for an operation. */
const jitAfter = 1;

export async function start(apiUrl: string, look: Look = 'ahead'): Promise<string> {
  const server = fastify();
  await server.register(mercurius, {
    schema: createPeerSchema(look),
    jit: jitAfter,
    context: ({ headers }) => ({ payLink: createPayLink(apiUrl, readCredentials(headers)) }),
  });
  return `${await server.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
}
