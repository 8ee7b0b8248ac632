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

const whoIsAsking = '{ viewer { identifier } user(identifier: "ada") { identifier } }';
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
  // As if somebody else had signed by the name of a key that is trusted.
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
    { what: 'that names a person', caller: ada },
    { what: 'of other scopes', claims: { scope: 'openid paylink:sensitive paylink:services' }, caller: ada },
    { what: 'for several audiences', claims: { aud: ['https://other.example', audience] }, caller: ada },
    { what: 'that is an access token by its type', header: { typ: 'at+jwt' }, caller: ada },
    { what: 'of the usual type', header: { typ: 'JWT' }, caller: ada },
    { what: 'that ended a second ago, by our clock', claims: { exp: nowSeconds - 1 }, caller: ada },
    ...['ES384', 'RS256', 'PS512', 'EdDSA'].map((by) => ({ what: `signed by ${by}`, by, caller: ada })),
    { what: 'with the scope of a service', claims: { scope: 'a paylink:service b' }, caller: service },
    { what: 'with that scope in an array', claims: { scope: ['paylink:service'] }, caller: service },
    { what: 'with that scope under another name', claims: { scp: ['paylink:service'] }, caller: service },
  ])('is accepted: $what', async ({ caller, ...how }) => {
    const { status, data, errors } = await gateway.query(whoIsAsking, { headers: bearing(await sign(how)) });

    expect({ status, data, errors }).toEqual({ status: 200, data: caller, errors: [] });
  });

  it.each<Case & { reason: string }>([
    { what: 'of another issuer', claims: { iss: `${issuer}/` }, reason: '`iss`' },
    { what: 'of no issuer', claims: { iss: null }, reason: '`iss`' },
    { what: 'for another audience', claims: { aud: 'https://other.example' }, reason: '`aud`' },
    { what: 'for no audience', claims: { aud: null }, reason: '`aud`' },
    { what: 'that has expired', claims: { exp: nowSeconds - 60 }, reason: 'has expired' },
    { what: 'that never expires', claims: { exp: null }, reason: '`exp`' },
    { what: 'that is not valid yet', claims: { nbf: nowSeconds + 600 }, reason: '`nbf`' },
    { what: 'that names nobody', claims: { sub: null }, reason: '`sub`' },
    { what: 'that names an empty person', claims: { sub: '' }, reason: '`sub`' },
    { what: 'that names a person by a number', claims: { sub: 7 }, reason: '`sub`' },
    { what: 'of a service that has no name', claims: { sub: null, scope: 'paylink:service' }, reason: '`sub`' },
    { what: 'signed by a key that is not published', by: 'unpublished', reason: 'not signed by a key' },
    { what: 'signed by another key of that name', by: 'forged', reason: 'not signed by a key' },
    { what: 'of a type that is no text', header: { typ: 5 }, reason: 'not an access token' },
    { what: 'that is a logout token', header: { typ: 'logout+jwt' }, reason: 'not an access token' },
    { what: 'with an unknown critical header', header: { crit: ['x'], x: 1 }, reason: 'not a signed JWT' },
  ])('is UNAUTHENTICATED: $what', async ({ reason, ...how }) => {
    // What a library would not sign is taken for one that is not signed.
    const token = await sign(how).catch(() => withHeader(how.header));

    await expectRefusal(token, reason);
  });

  it.each([
    ['unsigned', () => new UnsecuredJWT({ iss: issuer, aud: audience, sub: 'ada' }).setExpirationTime('1h').encode()],
    ['signed with a public key as a secret', () => withHeader({ alg: 'HS256' })],
    ['cut off', async () => (await sign({ what: '' })).slice(0, -4)],
    ['changed', async () => replaceClaims(await sign({ what: '' }), { sub: 'grace' })],
    ['no JWT', () => 'abc'],
    ['an encrypted one', () => 'a.b.c.d.e'],
  ])('is UNAUTHENTICATED when it is %s', async (_what, make) => {
    await expectRefusal(await make(), 'refused');
  });

  it.each(['Bearer', 'Bearer ', 'bearer a b', 'Basic YTpi', 'Token abc', ''])(
    'is UNAUTHENTICATED when it is sent as `%s`',
    async (authorization) => {
      const { status, errors } = await gateway.query(whoIsAsking, { headers: { authorization } });

      expect(status).toBe(401);
      expect(errors).toMatchObject([{ message: '`authorization` must be `Bearer <token>`.' }]);
    },
  );

  it('is sent nowhere: the credentials of the gateway go upstream', async () => {
    const document = '{ user(identifier: "ada") { tasks { totalCount } } }';
    const token = await sign({ what: '' });

    const { data } = await gateway.query(document, { headers: bearing(token) });

    expect(data.user.tasks.totalCount).toBe(6);
    expect(gateway.simulator.calls().at(-1)?.apiKey).toBe('demo-key');
    expect(JSON.stringify(gateway.logs())).not.toContain(token);
  });
});

describe('the claim that holds the identifier', () => {
  it('may be another', async () => {
    const other = await startTestGateway({ ...provider.env, AUTH_IDENTIFIER_CLAIM: 'https://example.com/customer' });
    const named = await sign({ what: '', claims: { sub: 'x', 'https://example.com/customer': 'ada' } });

    const accepted = await other.query(whoIsAsking, { headers: bearing(named) });
    const refused = await other.query(whoIsAsking, { headers: bearing(await sign({ what: '' })) });
    await other.stop();

    expect(accepted.data).toEqual(ada);
    expect(refused.status).toBe(401);
    expect(refused.errors[0]?.message).toContain('`https://example.com/customer`');
  });
});

async function expectRefusal(token: string, reason: string): Promise<void> {
  gateway.reset();

  const { status, data, errors } = await gateway.query(whoIsAsking, { headers: bearing(token) });

  expect({ status, data }).toEqual({ status: 401, data: undefined });
  expect(errors).toEqual([
    { message: expect.stringContaining(reason), extensions: { code: 'UNAUTHENTICATED', retryable: false } },
  ]);
  expect(JSON.stringify([errors, gateway.logs()])).not.toContain(token);
  expect(gateway.simulator.requests()).toEqual([]);
}

/** What a library would not sign. */
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
