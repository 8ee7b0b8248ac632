import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';
import { mintToken } from '../support/mint.ts';

const document = '{ viewer { identifier } user(identifier: "ada") { tasks { totalCount } } }';
const keyPair = { 'x-api-key': 'demo-key', 'x-api-secret': 'demo-secret' };

describe('KEY_PAIRS=off', () => {
  const gateway = useGateway({ KEY_PAIRS: 'off' });

  it.each([
    ['a key pair that the upstream accepts', keyPair],
    ['a made-up key pair', { 'x-api-key': 'made-up', 'x-api-secret': 'made-up' }],
    ['half a key pair', { 'x-api-key': 'demo-key' }],
    ['an empty key pair', { 'x-api-key': '', 'x-api-secret': '' }],
  ])('refuses %s as UNAUTHENTICATED, without a REST call', async (_what, headers) => {
    const { status, data, errors } = await gateway.query(document, { headers });

    expect({ status, data }).toEqual({ status: 401, data: undefined });
    expect(errors).toEqual([
      { message: 'This gateway does not accept key pairs.', extensions: { code: 'UNAUTHENTICATED', retryable: false } },
    ]);
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it('refuses a key pair beside a public token that is accepted by itself', async () => {
    const token = { 'x-public-token': await mintToken(gateway, 'ada') };

    const alone = await gateway.query(document, { headers: token });
    const both = await gateway.query(document, { headers: { ...token, ...keyPair } });

    expect(alone).toMatchObject({ status: 200, data: { viewer: { identifier: 'ada' } }, errors: [] });
    expect(both.status).toBe(401);
  });
});

describe('KEY_PAIRS=off with another upstream than the simulator', () => {
  const gateway = useGateway({ KEY_PAIRS: 'off', PAYLINK_UPSTREAM: 'custom' });

  it('does not mention key pairs to a caller without credentials', async () => {
    const { status, errors } = await gateway.query(document);

    expect(status).toBe(401);
    expect(errors[0]?.message).toBe('Authentication is required: send a bearer token or `x-public-token` (end users).');
  });
});
