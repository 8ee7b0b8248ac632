import { errors, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyResult, jwtVerify } from 'jose';
import type { KeyPair } from '../credentials/key-pair.ts';
import { type Caller, unauthenticated } from './caller.ts';
import { KeySetError } from './key-set.ts';

export interface BearerOptions {
  readonly getKey: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
  /** The claim that holds the identifier of an end user. */
  readonly identifierClaim: string;
  /** What goes upstream for whoever brings a token: the gateway's own. */
  readonly credentials: KeyPair;
}

const serviceScope = 'paylink:service';

/** Signatures by a private key alone: with a shared secret, whoever verifies could sign as well. */
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

/** An issuer signs other things than access and id tokens with the same keys, such as logout tokens. */
const types = new Set(['jwt', 'at+jwt', 'application/at+jwt']);

/** Clocks of issuers do not agree with ours to the second. */
const clockToleranceSeconds = 5;

/** Tells who is asking by a JWT: an end user by the claim that names them, or a service by its scope. */
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
    // What stands there is not checked by the library, and may be no text.
    if (types.has(String(protectedHeader.typ ?? 'jwt').toLowerCase())) return payload;
    throw unauthenticated('The bearer token is refused: it is no access token.');
  }

  async function verifySignature(token: string): Promise<JWTVerifyResult> {
    try {
      return await jwtVerify(token, getKey, options);
    } catch (error) {
      if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
      // It does not name its key, and the issuer has several.
      for await (const key of error) {
        const verified = await jwtVerify(token, key, options).catch(nullIfOfAnotherKey);
        if (verified) return verified;
      }
      throw new errors.JWKSNoMatchingKey();
    }
  }
}

/** For where no issuer is configured. */
export async function refuseBearer(): Promise<Caller> {
  throw unauthenticated('Bearer tokens are not accepted here.');
}

function nullIfOfAnotherKey(error: unknown): null {
  if (error instanceof errors.JWSSignatureVerificationFailed) return null;
  throw error;
}

/** None of it repeats what the token says. What is no error of its kind comes from a key that cannot be used. */
function describe(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'The bearer token has expired.';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return `The bearer token is refused: its claim \`${error.claim}\` is missing or not as it must be here.`;
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return 'The bearer token is refused: its algorithm is not allowed.';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed) {
    return 'The bearer token is refused: no key of the issuer has signed it.';
  }
  return 'The bearer token is refused: it is no signed JWT.';
}

function readName(claims: JWTPayload, claim: string): string {
  const name = claims[claim];
  if (typeof name === 'string' && name !== '') return name;
  throw unauthenticated(`The bearer token is refused: its claim \`${claim}\` must be a text that names the caller.`);
}

/** A list in one text, as in RFC 8693, or an array; `scp` is what some issuers call it. */
function readScopes({ scope, scp }: JWTPayload): ReadonlySet<string> {
  return new Set(
    [scope, scp].flat().flatMap((each) => (typeof each === 'string' ? each.split(' ').filter(Boolean) : [])),
  );
}
