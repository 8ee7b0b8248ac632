import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createClient } from '@redis/client';
import { type RunningGateway, startTestGateway, type TestGateway, useGateway } from '../support/gateway.ts';
import { type Minting, mintToken } from '../support/mint.ts';
import { describeWithRedis, startRedis, type TestRedis } from '../support/redis.ts';

const readViewer = '{ viewer { identifier tasks { totalCount } } }';
const second = { 'x-api-key': 'second-key', 'x-api-secret': 'second-secret' };
const minuteMs = 60_000;

const mint = (gateway: TestGateway, { identifier = 'ada', ...how }: Minting & { identifier?: string } = {}) =>
  mintToken(gateway, identifier, how);
const askWith = (gateway: TestGateway, token: string) =>
  gateway.query(readViewer, { headers: { 'x-public-token': token } });

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a public token', () => {
  const gateway = useGateway();

  it('identifies its end user, with the credentials of the gateway', async () => {
    const token = await mint(gateway);

    const { data, errors } = await askWith(gateway, token);

    expect(errors).toEqual([]);
    expect(data.viewer).toEqual({ identifier: 'ada', tasks: { totalCount: 6 } });
    expect(gateway.simulator.calls()).toMatchObject([{ path: '/user/ada/tasks', apiKey: 'demo-key' }]);
  });

  it('identifies its end user, with the key pair that created it', async () => {
    const token = await mint(gateway, { headers: second });

    const { data } = await askWith(gateway, token);

    expect(data.viewer).toEqual({ identifier: 'ada', tasks: { totalCount: 1 } });
    expect(gateway.simulator.calls()).toMatchObject([{ path: '/user/ada/tasks', apiKey: 'second-key' }]);
  });

  it.each(['../../x', 'a/b?c#d%2e', 'ünïcode 🎉', 'end user ada'])(
    'identifies a user with any identifier: %s',
    async (identifier) => {
      const token = await mint(gateway, { identifier });

      const { data, errors } = await askWith(gateway, token);

      expect(errors).toEqual([]);
      expect(data.viewer).toEqual({ identifier, tasks: { totalCount: 0 } });
    },
  );

  it.each([' ada', 'ada\t', 'zoe\u0308'])(
    'is not accepted for an identifier that Atomic may take for another: %j',
    async (identifier) => {
      const token = await mint(gateway, { identifier });
      gateway.simulator.clearCalls();

      const { status, errors } = await askWith(gateway, token);

      expect({ status, codes: errors.map(({ extensions }) => extensions.code) }).toEqual({
        status: 401,
        codes: ['UNAUTHENTICATED'],
      });
      expect(gateway.simulator.requests()).toEqual([]);
    },
  );

  it('expires at the end of its lifetime', async () => {
    const token = await mint(gateway, { tokenLifetime: 1800 });
    const realNow = Date.now.bind(Date);

    jest.spyOn(Date, 'now').mockImplementation(() => realNow() + 29 * minuteMs);
    const before = await askWith(gateway, token);
    jest.spyOn(Date, 'now').mockImplementation(() => realNow() + 31 * minuteMs);
    const after = await askWith(gateway, token);

    expect([before.status, after.status]).toEqual([200, 401]);
    expect(after.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('is valid when an idempotency key returns it again', async () => {
    const first = await mint(gateway, { idempotencyKey: 'k' });
    const again = await mint(gateway, { idempotencyKey: 'k' });

    expect(again).toBe(first);
    expect((await askWith(gateway, again)).status).toBe(200);
  });
});

describe('an unknown public token', () => {
  // A separate gateway, because a simulator creates the same tokens again after a reset.
  const gateway = useGateway();

  it('is refused, even if it differs from a known one by one letter', async () => {
    const response = await fetch(`${gateway.simulator.pciUrl}/access-token`, {
      method: 'POST',
      headers: { 'x-api-key': 'demo-key', 'x-api-secret': 'demo-secret', 'content-type': 'application/json' },
      body: JSON.stringify({ identifier: 'ada' }),
    });
    const { data } = (await response.json()) as { data: { publicToken: string } };
    const ours = await mint(gateway);
    const [first = ''] = ours;
    const wrong = [data.publicToken, ours.slice(1), `${ours}x`, ours.replace(first, first === 'A' ? 'B' : 'A')];

    const statuses = await Promise.all(wrong.map(async (token) => (await askWith(gateway, token)).status));

    expect(statuses).toEqual([401, 401, 401, 401]);
  });
});

describe('a gateway without its own credentials', () => {
  const gateway = useGateway({ PAYLINK_UPSTREAM: 'custom' });

  it('accepts tokens created with the key pairs of its callers', async () => {
    const token = await mint(gateway, { headers: second });

    const { data } = await askWith(gateway, token);

    expect(data.viewer).toEqual({ identifier: 'ada', tasks: { totalCount: 1 } });
    expect(gateway.simulator.calls()).toMatchObject([{ apiKey: 'second-key' }]);
  });
});

describeWithRedis('replicas that share a Redis', () => {
  let redis: TestRedis;
  const running: RunningGateway[] = [];
  const start = async (env = {}) => {
    const gateway = await startTestGateway({ REDIS_URL: redis.url, ...env });
    running.push(gateway);
    return gateway;
  };

  beforeEach(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((gateway) => gateway.stop()));
    await redis.stop();
  });

  it('accept each other’s tokens until they expire', async () => {
    const [one, other] = [await start(), await start()];
    other.simulator.addTask({ user: 'ada-of-both' });
    const token = await mint(one, { identifier: 'ada-of-both', tokenLifetime: 3600 });

    const { data } = await askWith(other, token);
    const { lifetimes } = await dump(redis);

    expect(data.viewer).toEqual({ identifier: 'ada-of-both', tasks: { totalCount: 1 } });
    expect(lifetimes).toHaveLength(1);
    expect(lifetimes[0]).toBeGreaterThan(3500_000);
    expect(lifetimes[0]).toBeLessThanOrEqual(3600_000);
  });

  it('refuse tokens created with other credentials of the gateway', async () => {
    const one = await start();
    const other = await start({ PAYLINK_API_KEY: 'second-key', PAYLINK_API_SECRET: 'second-secret' });

    const token = await mint(one);

    expect((await askWith(other, token)).status).toBe(401);
  });

  it('store neither the token nor the user nor the credentials in clear', async () => {
    const gateway = await start();

    const token = await mint(gateway, {
      identifier: 'somebody-in-particular',
      headers: second,
      idempotencyKey: 'my-key',
    });
    const { text, lifetimes } = await dump(redis);

    // The token, the outcome of the mutation, and the proof of the key pair.
    expect(lifetimes).toHaveLength(3);
    for (const secret of [token, 'somebody-in-particular', 'second-key', 'second-secret', 'my-key']) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, -4));
    }
  });

  it('return a new token even if it cannot be stored, and 503 for a token during an outage', async () => {
    const gateway = await start();
    const before = await mint(gateway);
    await redis.stop();

    const token = await mint(gateway);
    const asked = await askWith(gateway, before);

    expect(token).toEqual(expect.any(String));
    expect(gateway.logs().map(({ msg }) => msg)).toContain('the user of a public token could not be kept');
    expect(asked.status).toBe(503);
    expect(asked.errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: true } }]);
    expect(gateway.simulator.requests()).toEqual([]);
  });
});

/** All keys and values, and the remaining lifetimes in milliseconds. */
async function dump({ url }: TestRedis): Promise<{ text: string; lifetimes: number[] }> {
  const client = await createClient({ url }).connect();
  const keys = await client.keys('*');
  const values = await Promise.all(keys.map((key) => client.get(key)));
  const lifetimes = await Promise.all(keys.map((key) => client.pTTL(key)));
  client.destroy();
  return { text: JSON.stringify([keys, values]), lifetimes };
}
