import type { IncomingHttpHeaders } from 'node:http';
import { GraphQLError } from 'graphql';

export interface KeyPair {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** Who is asking. The credentials are those that go upstream on the caller's behalf. */
export type Caller =
  /** A backend, which may do everything that its key pair may. */
  | { readonly kind: 'service'; readonly credentials: KeyPair }
  /** A person, who sees themself alone. */
  | { readonly kind: 'end-user'; readonly identifier: string; readonly credentials: KeyPair };

/**
 * A key pair is passed on to the upstream, which judges it. Without any credential the caller is the demo service, where
 * there is one. A credential that is not understood is refused: nobody becomes another, stronger caller by mistake.
 */
export function identifyCaller(headers: IncomingHttpHeaders, demo: KeyPair | null): Caller {
  const apiKey = single(headers['x-api-key']);
  const apiSecret = single(headers['x-api-secret']);
  if (headers.authorization !== undefined || headers['x-public-token'] !== undefined) {
    throw unauthenticated('Only services are served: send `x-api-key` and `x-api-secret`, and no other credential.');
  }
  if (apiKey && apiSecret) return { kind: 'service', credentials: { apiKey, apiSecret } };
  if (apiKey !== undefined || apiSecret !== undefined) {
    throw unauthenticated('`x-api-key` and `x-api-secret` must be sent together, and neither empty.');
  }
  if (demo === null) throw unauthenticated('Send your key pair as `x-api-key` and `x-api-secret`.');
  return { kind: 'service', credentials: demo };
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join() : header;
}

function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
}
