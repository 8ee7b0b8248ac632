import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { listen } from './listen.ts';

export const issuer = 'https://issuer.example';
export const audience = 'https://graph.example';

/** A private key for signing tokens, and its published public key. */
export interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly published: JWK;
}

export interface IdentityProvider {
  /** The variables that make a gateway accept its tokens. */
  readonly env: Readonly<Record<string, string>>;
  /** Signs a valid token with the given changes; null removes a claim. */
  sign(claims?: Readonly<Record<string, unknown>>, how?: SignOptions): Promise<string>;
  /** Publishes these keys from now on; without arguments, the current ones. */
  publish(...keys: readonly SigningKey[]): void;
  /** Sends this response from now on, instead of the keys. */
  fail(answer: (response: ServerResponse) => void): void;
  /** The number of requests for the keys. */
  asked(): number;
  stop(): Promise<void>;
}

export interface SignOptions {
  readonly key?: SigningKey;
  readonly header?: Readonly<Record<string, unknown>>;
}

export async function createSigningKey(kid: string, alg = 'ES256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, published: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** Issues tokens and publishes the keys that verify them. */
export async function startIdentityProvider(): Promise<IdentityProvider> {
  const first = await createSigningKey('first');
  let published: readonly SigningKey[] = [first];
  let asked = 0;
  const publish = (response: ServerResponse) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: published.map((key) => key.published) }));
  };
  let answer = publish;
  const server = createServer((_request, response) => {
    asked += 1;
    answer(response);
  });
  const url = await listen(server);

  return {
    env: { AUTH_JWKS_URL: `${url}/jwks?v=1`, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience },
    sign(claims = {}, { key = first, header = {} } = {}) {
      const nowSeconds = Math.floor(Date.now() / 1000);
      const all = { iss: issuer, aud: audience, sub: 'ada', iat: nowSeconds, exp: nowSeconds + 600, ...claims };
      const payload = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as JWTPayload;
      const { kid, alg = 'ES256' } = key.published;
      return new SignJWT(payload).setProtectedHeader({ alg, ...(kid && { kid }), ...header }).sign(key.privateKey);
    },
    publish(...keys) {
      if (keys.length > 0) published = keys;
      answer = publish;
    },
    fail: (instead) => {
      answer = instead;
    },
    asked: () => asked,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

export const bearing = (token: string) => ({ authorization: `Bearer ${token}` });
