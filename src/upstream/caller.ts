import { hashCredentials } from '../credentials/fingerprint.ts';
import { toNetwork } from './address.ts';
import type { Call, Caller, CallOrigin, Method, Send } from './call.ts';
import type { Upstream } from './client.ts';
import { watchIdle } from './idle.ts';
import { routeOf } from './routes.ts';
import type { Shape } from './shape.ts';

/** Makes calls of what one operation of one caller requests. */
export function actFor(caller: Caller, send: Send): Upstream {
  const idle = watchIdle();
  let origin: CallOrigin | null = null;

  function start<T>(request: Request<T>): Promise<T> {
    // Many operations make no call.
    origin ??= toOrigin(caller);
    const call = toCall(request, origin);
    return new Promise((resolve, reject) => {
      send(call, (error, value) => {
        if (call.method === 'GET') idle.end();
        if (error) reject(error);
        else resolve(value as T);
      });
    });
  }

  return {
    get(path, shape, user) {
      idle.begin();
      return start({ host: 'api', method: 'GET', path, shape, user: user ?? null, body: undefined });
    },
    post: (host, path, { user, body }, shape) => start({ host, method: 'POST', path, shape, user, body }),
    put: (host, path, { user, body }) => start({ host, method: 'PUT', path, shape: null, user, body }),
    whenIdle: idle.whenIdle,
  };
}

interface Request<T> extends Pick<Call, 'host' | 'path' | 'user' | 'body'> {
  readonly method: Method;
  readonly shape: Shape<T> | null;
}

function toCall({ host, method, path, shape, user, body }: Request<unknown>, origin: CallOrigin): Call {
  return {
    host,
    method,
    path,
    endpoint: routeOf(method, path.route),
    body,
    shape,
    user,
    origin,
    deadlineAtMs: origin.deadline.atMs,
    attempt: 1,
    isSent: false,
    isProven: false,
    hasTurn: false,
    isTrial: false,
    reason: null,
    cancel: null,
    drift: [],
  };
}

function toOrigin({ owner, address, deadline, counter, takeCall }: Caller): CallOrigin {
  const { apiKey, apiSecret, onBehalfOf } = owner;
  return {
    credentials: owner,
    pairHash: hashCredentials(apiKey, apiSecret),
    callerHash: hashCredentials(apiKey, apiSecret, onBehalfOf),
    address: toNetwork(address),
    deadline,
    counter,
    takeCall,
  };
}
