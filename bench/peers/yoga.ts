import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { useGraphQlJit } from '@envelop/graphql-jit';
import { createYoga } from 'graphql-yoga';
import { createPayLink } from './data-loaders.ts';
import { createPeerSchema, type Look, readCredentials } from './schema.ts';

export async function start(apiUrl: string, look: Look = 'ahead'): Promise<string> {
  const yoga = createYoga<{ req: { headers: NodeJS.Dict<string | string[]> } }>({
    schema: createPeerSchema(look),
    plugins: [useGraphQlJit()],
    context: ({ req }) => ({ payLink: createPayLink(apiUrl, readCredentials(req.headers)) }),
  });
  const server = createServer(yoga);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${yoga.graphqlEndpoint}`;
}
