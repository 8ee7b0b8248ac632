import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnsecuredJWT } from 'jose';
import { type RunningGateway, startTestGateway } from '../support/gateway.ts';
import {
  audience,
  bearing,
  createSigningKey,
  type IdentityProvider,
  issuer,
  type SigningKey,
  type SignOptions,
  startIdentityProvider,
} from '../support/identity-provider.ts';

const readViewer = '{ viewer { identifier } user(identifier: "ada") { identifier } }';
const ada = { viewer: { identifier: 'ada' }, user: { identifier: 'ada' } };
const service = { viewer: null, user: { identifier: 'ada' } };
const nowSeconds = Math.floor(Date.now() / 1000);

let provider: IdentityProvider;
let gateway: RunningGateway;
const keys: Record<string, SigningKey> = {};

beforeAll(async () => {
  provider = await startIdentityProvider();
  for (const alg of ['ES256', 'ES384', 'RS256', 'PS512', 'EdDSA']) keys[alg] = await createSigningKey(alg, alg);
  keys.unpublished = await createSigningKey('unpublished');
  // An unpublished key with the `kid` of a published one.
  keys.forged = { ...keys.unpublished, published: { ...keys.unpublished.published, kid: 'ES256' } };
  const { unpublished: _unpublished, forged: _forged, ...published } = keys;
  provider.publish(...Object.values(published));
  gateway = await startTestGateway(provider.env);
});
afterAll(async () => {
  await gateway.stop();
  await provider.stop();
});

interface Case {
  readonly what: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly by?: string;
  readonly header?: SignOptions['header'];
}

const sign = ({ claims, by = 'ES256', header }: Case) => {
  const key = keys[by];
  return provider.sign(claims, { ...(key && { key }), ...(header && { header }) });
};

describe('a bearer token', () => {
  it.each<Case & { caller: object }>([
    { what: 'of an end user', caller: ada },
    { what: 'with other scopes', claims: { scope: 'openid paylink:sensitive paylink:services' }, caller: ada },
    { what: 'for several audiences', claims: { aud: ['https://other.example', audience] }, caller: ada },
    { what: 'of the type at+jwt', header: { typ: 'at+jwt' }, caller: ada },
    { what: 'of the type JWT', header: { typ: 'JWT' }, caller: ada },
    { what: 'that expired a second ago, by our clock', claims: { exp: nowSeconds - 1 }, caller: ada },
    ...['ES384', 'RS256', 'PS512', 'EdDSA'].map((by) => ({ what: `signed by ${by}`, by, caller: ada })),
    { what: 'with the service scope', claims: { scope: 'a paylink:service b' }, caller: service },
    { what: 'with the service scope in an array', claims: { scope: ['paylink:service'] }, caller: service },
    { what: 'with the service scope in `scp`', claims: { scp: ['paylink:service'] }, caller: service },
  ])('is accepted: $what', async ({ caller, ...how }) => {
    const { status, data, errors } = await gateway.query(readViewer, { headers: bearing(await sign(how)) });

    expect({ status, data, errors }).toEqual({ status: 200, data: caller, errors: [] });
  });

  it.each<Case & { reason: string }>([
    { what: 'of another issuer', claims: { iss: `${issuer}/` }, reason: '`iss`' },
    { what: 'without an issuer', claims: { iss: null }, reason: '`iss`' },
    { what: 'for another audience', claims: { aud: 'https://other.example' }, reason: '`aud`' },
    { what: 'without an audience', claims: { aud: null }, reason: '`aud`' },
    { what: 'that has expired', claims: { exp: nowSeconds - 60 }, reason: 'has expired' },
    { what: 'that never expires', claims: { exp: null }, reason: '`exp`' },
    { what: 'that is not valid yet', claims: { nbf: nowSeconds + 600 }, reason: '`nbf`' },
    { what: 'without a subject', claims: { sub: null }, reason: '`sub`' },
    ...[' ada', 'ada\n', '\u00a0ada', 'ada\u0085', 'ada\ufeff', 'ada\0'].map((sub) => ({
      what: `with white space at an end of the subject ${JSON.stringify(sub)}`,
      claims: { sub },
      reason: 'white space',
    })),
    { what: 'with a subject that is not in NFC', claims: { sub: 'zoe\u0308' }, reason: 'NFC' },
    { what: 'with an empty subject', claims: { sub: '' }, reason: '`sub`' },
    { what: 'with a number as subject', claims: { sub: 7 }, reason: '`sub`' },
    { what: 'of a service without a subject', claims: { sub: null, scope: 'paylink:service' }, reason: '`sub`' },
    { what: 'signed by a key that is not published', by: 'unpublished', reason: 'not signed by a key' },
    { what: 'signed by another key with a published id', by: 'forged', reason: 'not signed by a key' },
    { what: 'with a number as type', header: { typ: 5 }, reason: 'not an access token' },
    { what: 'of the type logout+jwt', header: { typ: 'logout+jwt' }, reason: 'not an access token' },
    { what: 'with an unknown critical header', header: { crit: ['x'], x: 1 }, reason: 'not a signed JWT' },
  ])('is UNAUTHENTICATED: $what', async ({ reason, ...how }) => {
    // The library refuses to sign some headers; use a token with an invalid signature for those.
    const token = await sign(how).catch(() => withHeader(how.header));

    await expectRefusal(token, reason);
  });

  it.each([
    ['unsigned', () => new UnsecuredJWT({ iss: issuer, aud: audience, sub: 'ada' }).setExpirationTime('1h').encode()],
    ['signed with a public key as a secret', () => withHeader({ alg: 'HS256' })],
    ['truncated', async () => (await sign({ what: '' })).slice(0, -4)],
    ['changed', async () => replaceClaims(await sign({ what: '' }), { sub: 'grace' })],
    ['not a JWT', () => 'abc'],
    ['an encrypted JWT', () => 'a.b.c.d.e'],
  ])('is UNAUTHENTICATED when it is %s', async (_what, make) => {
    await expectRefusal(await make(), 'refused');
  });

  it.each(['Bearer', 'Bearer ', 'bearer a b', 'Basic YTpi', 'Token abc', ''])(
    'is UNAUTHENTICATED when it is sent as `%s`',
    async (authorization) => {
      const { status, errors } = await gateway.query(readViewer, { headers: { authorization } });

      expect(status).toBe(401);
      expect(errors).toMatchObject([{ message: '`authorization` must be `Bearer <token>`.' }]);
    },
  );

  it('is not sent upstream: the gateway sends its own credentials', async () => {
    const document = '{ user(identifier: "ada") { tasks { totalCount } } }';
    const token = await sign({ what: '' });

    const { data } = await gateway.query(document, { headers: bearing(token) });

    expect(data.user.tasks.totalCount).toBe(6);
    expect(gateway.simulator.calls().at(-1)?.apiKey).toBe('demo-key');
    expect(JSON.stringify(gateway.logs())).not.toContain(token);
  });
});

describe('the identifier claim', () => {
  it('is configurable', async () => {
    const other = await startTestGateway({ ...provider.env, AUTH_IDENTIFIER_CLAIM: 'https://example.com/customer' });
    const named = await sign({ what: '', claims: { sub: 'x', 'https://example.com/customer': 'ada' } });

    const accepted = await other.query(readViewer, { headers: bearing(named) });
    const refused = await other.query(readViewer, { headers: bearing(await sign({ what: '' })) });
    await other.stop();

    expect(accepted.data).toEqual(ada);
    expect(refused.status).toBe(401);
    expect(refused.errors[0]?.message).toContain('`https://example.com/customer`');
  });
});

async function expectRefusal(token: string, reason: string): Promise<void> {
  gateway.reset();

  const { status, data, errors } = await gateway.query(readViewer, { headers: bearing(token) });

  expect({ status, data }).toEqual({ status: 401, data: undefined });
  expect(errors).toEqual([
    { message: expect.stringContaining(reason), extensions: { code: 'UNAUTHENTICATED', retryable: false } },
  ]);
  expect(JSON.stringify([errors, gateway.logs()])).not.toContain(token);
  expect(gateway.simulator.requests()).toEqual([]);
}

/** A token with an invalid signature, for headers that the library refuses to sign. */
function withHeader(header: SignOptions['header']): string {
  const claims = { iss: issuer, aud: audience, sub: 'ada', exp: nowSeconds + 600 };
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode({ alg: 'ES256', kid: 'ES256', ...header })}.${encode(claims)}.${encode('signature')}`;
}

function replaceClaims(token: string, claims: object): string {
  const [header, payload = '', signature] = token.split('.');
  const changed = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), ...claims };
  return [header, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.');
}
