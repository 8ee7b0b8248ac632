import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { listen } from './listen.ts';

export const issuer = 'https://issuer.example';
export const audience = 'https://graph.example';

/** A key that tokens are signed with, and what its issuer publishes of it. */
export interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly published: JWK;
}

export interface IdentityProvider {
  /** What makes a gateway accept its tokens. */
  readonly env: Readonly<Record<string, string>>;
  /** A token as it is accepted, but for what is given; null leaves a claim out. */
  sign(claims?: Readonly<Record<string, unknown>>, how?: SignOptions): Promise<string>;
  /** Publishes these keys from here on; without any, those that it has. */
  publish(...keys: readonly SigningKey[]): void;
  /** Answers like this from here on, in place of its keys. */
  fail(answer: (response: ServerResponse) => void): void;
  /** How often its keys were asked for. */
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

/** Issues tokens, and publishes the keys to verify them by. */
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

/** The header that goes with a token. */
export const bearing = (token: string) => ({ authorization: `Bearer ${token}` });
