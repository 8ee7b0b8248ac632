import { errors, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyResult, jwtVerify } from 'jose';
import type { KeyPair } from '../credentials/key-pair.ts';
import { type Caller, unauthenticated } from './caller.ts';
import { KeySetError } from './key-set.ts';

export interface BearerOptions {
  readonly getKey: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
  /** The claim that contains the identifier of an end user. */
  readonly identifierClaim: string;
  /** The gateway's own credentials, sent upstream for callers with a bearer token. */
  readonly credentials: KeyPair;
}

const serviceScope = 'paylink:service';

/** Asymmetric algorithms only: with a shared secret, every verifier could also sign tokens. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Other types are refused: issuers sign more than access and id tokens with the same keys, such as logout tokens. */
const types = new Set(['jwt', 'at+jwt', 'application/at+jwt']);

/** The clock of the issuer may differ from ours by a few seconds. */
const clockToleranceSeconds = 5;

/** Verifies a JWT and returns its caller: a service if it has the scope, otherwise the end user of the claim. */
export function createBearerIdentifier({ getKey, issuer, audience, identifierClaim, credentials }: BearerOptions) {
  const options = { issuer, audience, algorithms, clockTolerance: clockToleranceSeconds, requiredClaims: ['exp'] };

  return async (token: string): Promise<Caller> => {
    const claims = await verify(token);
    const scopes = readScopes(claims);
    if (scopes.has(serviceScope)) {
      return { kind: 'service', subject: readName(claims, 'sub'), credentials };
    }
    return { kind: 'end-user', identifier: readName(claims, identifierClaim), scopes, credentials };
  };

  async function verify(token: string): Promise<JWTPayload> {
    const { payload, protectedHeader } = await verifySignature(token).catch((error: unknown) => {
      throw error instanceof KeySetError ? error : unauthenticated(describe(error));
    });
    // The library does not check `typ`, which may be any JSON value.
    if (types.has(String(protectedHeader.typ ?? 'jwt').toLowerCase())) return payload;
    throw unauthenticated('The bearer token was refused: it is not an access token.');
  }

  async function verifySignature(token: string): Promise<JWTVerifyResult> {
    try {
      return await jwtVerify(token, getKey, options);
    } catch (error) {
      if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
      // The token has no `kid` and the issuer has several keys, so try each.
      for await (const key of error) {
        const verified = await jwtVerify(token, key, options).catch(nullIfOfAnotherKey);
        if (verified) return verified;
      }
      throw new errors.JWKSNoMatchingKey();
    }
  }
}

/** Refuses every bearer token. Used when no issuer is configured. */
export async function refuseBearer(): Promise<Caller> {
  throw unauthenticated('This gateway does not accept bearer tokens.');
}

function nullIfOfAnotherKey(error: unknown): null {
  if (error instanceof errors.JWSSignatureVerificationFailed) return null;
  throw error;
}

/** Never repeats content of the token. Any other error means that a key of the issuer is unusable. */
function describe(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'The bearer token has expired.';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return `The bearer token was refused: its claim \`${error.claim}\` is missing or invalid.`;
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return 'The bearer token was refused: its algorithm is not allowed.';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed) {
    return 'The bearer token was refused: it was not signed by a key of the issuer.';
  }
  return 'The bearer token was refused: it is not a signed JWT.';
}

function readName(claims: JWTPayload, claim: string): string {
  const name = claims[claim];
  if (typeof name === 'string' && name !== '') return name;
  throw unauthenticated(`The bearer token was refused: its claim \`${claim}\` must be a non-empty string.`);
}

/** Reads a space-separated string, as in RFC 8693, or an array. Some issuers call the claim `scp`. */
function readScopes({ scope, scp }: JWTPayload): ReadonlySet<string> {
  return new Set(
    [scope, scp].flat().flatMap((each) => (typeof each === 'string' ? each.split(' ').filter(Boolean) : [])),
  );
}
