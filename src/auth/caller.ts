import { GraphQLError } from 'graphql';
import type { KeyPair, Owner } from '../credentials/key-pair.ts';

/** The authenticated sender of a request. `credentials` are sent upstream on behalf of the caller. */
export type Caller =
  /** A backend with all rights of its key pair. `subject` distinguishes services that share the gateway's own key pair. */
  | { readonly kind: 'service'; readonly subject: string | null; readonly credentials: KeyPair }
  /** A person with access to their own data only. */
  | {
      readonly kind: 'end-user';
      readonly identifier: string;
      readonly scopes: ReadonlySet<string>;
      readonly credentials: KeyPair;
    };

/** The accepted kinds of credentials. */
export interface AuthenticationMethods {
  /** Whether callers may send key pairs, which the upstream verifies. */
  readonly acceptsKeyPairs: boolean;
  /** The key pair for requests without credentials; null if credentials are required. */
  readonly demo: KeyPair | null;
  readonly identifyBearer: (token: string) => Promise<Caller>;
  readonly identifyPublicToken: (token: string) => Promise<Caller>;
}

const credentialHeaders = ['x-api-key', 'x-api-secret', 'authorization', 'x-public-token'];
const blankEnd = /^[\p{White_Space}\p{Cc}\uFEFF]|[\p{White_Space}\p{Cc}\uFEFF]$/u;
const bearerPattern = /^bearer +([\w.~+/-]+=*)$/i;

/**
 * Accepts exactly one kind of credentials. Wrong, incomplete or additional credentials are refused rather than ignored, so
 * that a mistake never turns a caller into another one with more rights.
 */
export async function identifyCaller(rawHeaders: readonly string[], methods: AuthenticationMethods): Promise<Caller> {
  const caller = await identify(rawHeaders, methods);
  if (caller.kind === 'end-user') refuseAmbiguous(caller.identifier);
  return caller;
}

/** If the upstream trims or normalizes such an identifier, it names another user there. */
function refuseAmbiguous(identifier: string): void {
  if (!blankEnd.test(identifier) && identifier === identifier.normalize('NFC')) return;
  throw unauthenticated('The identifier of an end user must be in Unicode NFC, without white space at its ends.');
}

async function identify(rawHeaders: readonly string[], methods: AuthenticationMethods): Promise<Caller> {
  const [apiKey, apiSecret, authorization, publicToken] = credentialHeaders.map((name) => readOnce(rawHeaders, name));
  const hasKeyPair = apiKey !== undefined || apiSecret !== undefined;
  const kinds = [hasKeyPair, authorization !== undefined, publicToken !== undefined].filter(Boolean);
  if (kinds.length > 1) throw unauthenticated('Send only one kind of credentials; the request has several.');

  if (hasKeyPair && !methods.acceptsKeyPairs) throw unauthenticated('This gateway does not accept key pairs.');
  if (authorization !== undefined) {
    const [, token] = bearerPattern.exec(authorization) ?? [];
    if (!token) throw unauthenticated('`authorization` must be `Bearer <token>`.');
    return methods.identifyBearer(token);
  }
  if (publicToken !== undefined) return methods.identifyPublicToken(publicToken);
  if (apiKey && apiSecret) return { kind: 'service', subject: null, credentials: { apiKey, apiSecret } };
  if (hasKeyPair) throw unauthenticated('`x-api-key` and `x-api-secret` must be sent together and must not be empty.');
  if (methods.demo) return { kind: 'service', subject: null, credentials: methods.demo };
  const keyPair = methods.acceptsKeyPairs ? ', `x-api-key` and `x-api-secret` (services),' : '';
  throw unauthenticated(`Authentication is required: send a bearer token${keyPair} or \`x-public-token\` (end users).`);
}

/** Owner of all cached and shared state of a caller. */
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

/** Reads a header from the raw list of names and values. `request.headers` would hide or join repeated headers. */
function readOnce(rawHeaders: readonly string[], name: string): string | undefined {
  const values = rawHeaders.filter((_value, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
  if (values.length > 1) throw unauthenticated(`\`${name}\` must be sent only once.`);
  return values[0];
}
