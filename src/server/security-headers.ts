import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import { fastify } from 'fastify';

/** For answers that are no pages: a browser that shows one all the same does nothing with it. */
const options: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] },
  },
  xFrameOptions: { action: 'deny' },
  // Only who ends TLS, in front of this, knows for which hosts and how long that is promised.
  strictTransportSecurity: false,
};

/** Helmet's headers, the same for every answer: its plugin would make them anew for each, and skip a path that is malformed. */
export async function makeSecurityHeaders(): Promise<Readonly<Record<string, string>>> {
  const probe = fastify();
  await probe.register(helmet, options);
  probe.get('/', async (_request, reply) => reply.raw.getHeaders());
  return (await probe.inject('/')).json();
}
