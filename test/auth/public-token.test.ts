import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createClient } from '@redis/client';
import { type RunningGateway, startTestGateway, type TestGateway, useGateway } from '../support/gateway.ts';
import { type Minting, mintToken } from '../support/mint.ts';
import { describeWithRedis, startRedis, type TestRedis } from '../support/redis.ts';

const whoIsAsking = '{ viewer { identifier tasks { totalCount } } }';
const second = { 'x-api-key': 'second-key', 'x-api-secret': 'second-secret' };
const minuteMs = 60_000;

const mint = (gateway: TestGateway, { identifier = 'ada', ...how }: Minting & { identifier?: string } = {}) =>
  mintToken(gateway, identifier, how);
const askWith = (gateway: TestGateway, token: string) =>
  gateway.query(whoIsAsking, { headers: { 'x-public-token': token } });

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a public token', () => {
  const gateway = useGateway();

  it('is the end user whom it was made for, with the credentials of the gateway', async () => {
    const token = await mint(gateway);

    const { data, errors } = await askWith(gateway, token);

    expect(errors).toEqual([]);
    expect(data.viewer).toEqual({ identifier: 'ada', tasks: { totalCount: 6 } });
    expect(gateway.simulator.calls()).toMatchObject([{ path: '/user/ada/tasks', apiKey: 'demo-key' }]);
  });

  it('is the end user of whoever had it made, by whatever key pair that was', async () => {
    const token = await mint(gateway, { headers: second });

    const { data } = await askWith(gateway, token);

    expect(data.viewer).toEqual({ identifier: 'ada', tasks: { totalCount: 1 } });
    expect(gateway.simulator.calls()).toMatchObject([{ path: '/user/ada/tasks', apiKey: 'second-key' }]);
  });

  it.each(['../../x', 'a/b?c#d%2e', 'ünïcode 🎉', 'end user ada'])(
    'may be of a user of any name: %s',
    async (identifier) => {
      const token = await mint(gateway, { identifier });

      const { data, errors } = await askWith(gateway, token);

      expect(errors).toEqual([]);
      expect(data.viewer).toEqual({ identifier, tasks: { totalCount: 0 } });
    },
  );

  it('is good no longer than it was made for', async () => {
    const token = await mint(gateway, { tokenLifetime: 1800 });
    const realNow = Date.now.bind(Date);

    jest.spyOn(Date, 'now').mockImplementation(() => realNow() + 29 * minuteMs);
    const before = await askWith(gateway, token);
    jest.spyOn(Date, 'now').mockImplementation(() => realNow() + 31 * minuteMs);
    const after = await askWith(gateway, token);

    expect([before.status, after.status]).toEqual([200, 401]);
    expect(after.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('is good as well where its making is told again by an idempotency key', async () => {
    const first = await mint(gateway, { idempotencyKey: 'k' });
    const again = await mint(gateway, { idempotencyKey: 'k' });

    expect(again).toBe(first);
    expect((await askWith(gateway, again)).status).toBe(200);
  });
});

describe('a public token of another making', () => {
  // Of its own: a simulator that is reset makes the same tokens again.
  const gateway = useGateway();

  it('is nobody, as is one that is like ours but for a letter', async () => {
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

describe('a gateway without credentials of its own', () => {
  const gateway = useGateway({ PAYLINK_UPSTREAM: 'custom' });

  it('knows the end users of those who had tokens made by their key pairs', async () => {
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

  it('all know a token that one of them had made, for as long as it lives', async () => {
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

  it('know none that was made under other credentials of the gateway', async () => {
    const one = await start();
    const other = await start({ PAYLINK_API_KEY: 'second-key', PAYLINK_API_SECRET: 'second-secret' });

    const token = await mint(one);

    expect((await askWith(other, token)).status).toBe(401);
  });

  it('keep nothing there that tells the token, the user or the credentials', async () => {
    const gateway = await start();

    const token = await mint(gateway, {
      identifier: 'somebody-in-particular',
      headers: second,
      idempotencyKey: 'my-key',
    });
    const { text, lifetimes } = await dump(redis);

    expect(lifetimes).toHaveLength(2);
    for (const secret of [token, 'somebody-in-particular', 'second-key', 'second-secret', 'my-key']) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, -4));
    }
  });

  it('answer a token all the same when it cannot be kept, and 503 to whoever brings one meanwhile', async () => {
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

/** All that stands there, and in how many milliseconds each of it ends. */
async function dump({ url }: TestRedis): Promise<{ text: string; lifetimes: number[] }> {
  const client = await createClient({ url }).connect();
  const keys = await client.keys('*');
  const values = await Promise.all(keys.map((key) => client.get(key)));
  const lifetimes = await Promise.all(keys.map((key) => client.pTTL(key)));
  client.destroy();
  return { text: JSON.stringify([keys, values]), lifetimes };
}
