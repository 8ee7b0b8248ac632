import { GraphQLError } from 'graphql';
import type { KeyPair, Owner } from '../credentials/key-pair.ts';

/** Who is asking. The credentials are those that go upstream on the caller's behalf. */
export type Caller =
  /** A backend, which may do everything that the key pair may. `subject` tells apart those who share the gateway's own. */
  | { readonly kind: 'service'; readonly subject: string | null; readonly credentials: KeyPair }
  /** A person, who sees themself alone. */
  | {
      readonly kind: 'end-user';
      readonly identifier: string;
      readonly scopes: ReadonlySet<string>;
      readonly credentials: KeyPair;
    };

/** The ways there are to prove who one is, beside a key pair, which the upstream judges. */
export interface Proofs {
  /** Who it is that sends no credentials; null where they must. */
  readonly demo: KeyPair | null;
  readonly identifyBearer: (token: string) => Promise<Caller>;
  readonly identifyPublicToken: (token: string) => Promise<Caller>;
}

const credentialHeaders = ['x-api-key', 'x-api-secret', 'authorization', 'x-public-token'];
const bearerPattern = /^bearer +([\w.~+/-]+=*)$/i;

/**
 * One kind of proof counts, and whoever sends it is who it says or nobody: a credential that is wrong, incomplete or beside
 * another is refused, so that nobody becomes another, stronger caller by mistake.
 */
export async function identifyCaller(rawHeaders: readonly string[], proofs: Proofs): Promise<Caller> {
  const [apiKey, apiSecret, authorization, publicToken] = credentialHeaders.map((name) => readOnce(rawHeaders, name));
  const hasKeyPair = apiKey !== undefined || apiSecret !== undefined;
  const kinds = [hasKeyPair, authorization !== undefined, publicToken !== undefined].filter(Boolean);
  if (kinds.length > 1) throw unauthenticated('Send credentials of one kind only: they would be of two callers.');

  if (authorization !== undefined) {
    const [, token] = bearerPattern.exec(authorization) ?? [];
    if (!token) throw unauthenticated('`authorization` must be `Bearer` and a token.');
    return proofs.identifyBearer(token);
  }
  if (publicToken !== undefined) return proofs.identifyPublicToken(publicToken);
  if (apiKey && apiSecret) return { kind: 'service', subject: null, credentials: { apiKey, apiSecret } };
  if (hasKeyPair) throw unauthenticated('`x-api-key` and `x-api-secret` must be sent together, and neither empty.');
  if (proofs.demo) return { kind: 'service', subject: null, credentials: proofs.demo };
  throw unauthenticated(
    'Say who you are: a service by `x-api-key` and `x-api-secret`, an end user by `x-public-token`, either by a bearer token.',
  );
}

/** Whose everything is that is kept or shared for a caller: of these credentials, and of this caller alone. */
export function ownerOf(caller: Caller): Owner {
  return { ...caller.credentials, onBehalfOf: nameOf(caller) };
}

function nameOf(caller: Caller): string | null {
  if (caller.kind === 'end-user') return `end user ${caller.identifier}`;
  return caller.subject === null ? null : `service ${caller.subject}`;
}

export function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
}

/** Of names and values in turn, as they were sent: Node would leave out a second one, or join it to the first. */
function readOnce(rawHeaders: readonly string[], name: string): string | undefined {
  const values = rawHeaders.filter((_value, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
  if (values.length > 1) throw unauthenticated(`\`${name}\` must be sent once.`);
  return values[0];
}
