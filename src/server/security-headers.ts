import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import { fastify } from 'fastify';

/** Strict defaults: API responses need no browser features. */
const options: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] },
  },
  xFrameOptions: { action: 'deny' },
  // Left to the proxy that terminates TLS, which knows the hosts and the duration to promise.
  strictTransportSecurity: false,
};

/** The headers of Helmet, computed once. Its plugin would compute them for each request and skip malformed paths. */
export async function makeSecurityHeaders(): Promise<Readonly<Record<string, string>>> {
  const probe = fastify();
  await probe.register(helmet, options);
  probe.get('/', async (_request, reply) => reply.raw.getHeaders());
  return (await probe.inject('/')).json();
}
