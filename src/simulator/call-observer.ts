import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { applyBefore, applyToResponse } from './faults/fault-effects.ts';
import { changesResponse, type Fault, preventsExecution } from './faults/faults.ts';
import { decodePath } from './request-parts.ts';
import type { Host, LoggedCall } from './state/call-log.ts';
import type { State } from './state/state.ts';

interface Exchange {
  readonly call: LoggedCall;
  readonly fault: Fault | undefined;
}

/** Logs every REST call of the host and applies faults to it. The control plane is neither logged nor faulted. */
export function observeCalls(app: FastifyInstance, host: Host, state: State, otherPort: () => string): void {
  const exchanges = new WeakMap<FastifyRequest, Exchange>();

  app.addHook('onRequest', async (request) => {
    if (isControl(request)) return;
    const path = request.raw.url ?? '';
    const route = request.routeOptions.url === undefined ? null : `${request.method} ${request.routeOptions.url}`;
    const call = state.calls.start({
      host,
      method: request.method,
      path,
      route,
      apiKey: apiKeyOf(request.headers),
    });
    exchanges.set(request, { call, fault: state.faults.spendOnCall({ route, host, decodedPath: decodePath(path) }) });
  });

  app.addHook('preValidation', async (request, reply) => {
    const { call, fault } = exchanges.get(request) ?? {};
    if (typeof request.body === 'string' && request.body !== '') call?.received(request.body);
    if (fault && preventsExecution(fault)) return applyBefore(fault, request, reply, otherPort);
  });

  app.addHook('onSend', (request, reply, payload, done) => {
    const { call, fault } = exchanges.get(request) ?? {};
    const send = (body: unknown) => {
      if (!request.raw.socket.destroyed) call?.answered(reply.statusCode);
      done(null, body);
    };
    if (fault && changesResponse(fault)) applyToResponse(fault, { reply, payload: String(payload), send, call });
    else send(payload);
  });
}

function isControl({ routeOptions, raw }: FastifyRequest): boolean {
  return /^\/__simulator(\/|$)/.test(routeOptions.url ?? raw.url ?? '');
}

export function apiKeyOf(headers: IncomingHttpHeaders): string | null {
  const apiKey = headers['x-api-key'];
  return typeof apiKey === 'string' ? apiKey : null;
}
