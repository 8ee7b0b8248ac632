import type { IncomingMessage, ServerResponse } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import { defaultErrorBody, routeNotFound, toErrorResponse } from './api-errors.ts';
import { apiKeyOf, observeCalls } from './call-observer.ts';
import { addControlPlane } from './control/control-plane.ts';
import { addAccessTokenRoutes } from './routes/access-token.ts';
import { addPayLinkAccountRoutes } from './routes/pay-link-account.ts';
import { addTaskRoutes } from './routes/task.ts';
import { addUserRoutes } from './routes/user.ts';
import type { Host } from './state/call-log.ts';
import type { State } from './state/state.ts';

/** Creates one host of the API. Only the PCI host accepts cards. The port of the other host is known once that host listens. */
export function createRestApi(host: Host, state: State, otherPort: () => string): FastifyInstance {
  const app = Fastify({
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    // An identifier may be as long as the request line allows.
    routerOptions: { maxParamLength: 65_536 },
    frameworkErrors: (_error, request, reply) => respondToBadPath(host, state, request.raw, reply.raw),
  });

  // Handlers parse bodies themselves: credentials are checked before the body.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, _request, reply) => {
    const { status, body } = toErrorResponse(error);
    reply.code(status).send(body);
  });
  app.setNotFoundHandler(() => {
    throw routeNotFound();
  });

  observeCalls(app, host, state, otherPort);
  if (host === 'pci') addAccessTokenRoutes(app, state);
  addUserRoutes(app, host, state);
  addTaskRoutes(app, state);
  addPayLinkAccountRoutes(app, state);
  if (host === 'api') addControlPlane(app, state);
  return app;
}

/** Responds to a path that cannot be decoded, which reaches neither a route nor a hook. */
function respondToBadPath(host: Host, state: State, request: IncomingMessage, response: ServerResponse): void {
  const { method = '', url = '', headers } = request;
  state.calls.start({ host, method, path: url, route: null, apiKey: apiKeyOf(headers) }).answered(400);
  const body = JSON.stringify(defaultErrorBody(400));
  response
    .writeHead(400, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length })
    .end(body);
}
