import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createClient } from '@redis/client';
import type { Simulator } from '../../src/simulator/server.ts';
import { startSimulator } from '../../src/simulator/server.ts';
import { type RunningGateway, startTestGateway } from '../support/gateway.ts';
import { describeWithRedis, startRedis, type TestRedis } from '../support/redis.ts';

const mint = `mutation ($input: CreateAccessTokenInput!) {
  createAccessToken(input: $input) { accessToken { publicToken } userErrors { code } }
}`;
const number = '4111111111111111';

describeWithRedis('replicas that share a Redis', () => {
  let redis: TestRedis;
  let simulator: Simulator;
  let replicas: readonly [RunningGateway, RunningGateway];
  let input: object;

  beforeAll(async () => {
    redis = await startRedis();
    simulator = await startSimulator({ port: 0, pciPort: 0 });
    const env = { PAYLINK_API_URL: simulator.apiUrl, PAYLINK_PCI_URL: simulator.pciUrl, REDIS_URL: redis.url };
    replicas = [await startTestGateway(env), await startTestGateway(env)];
  });
  beforeEach(() => {
    input = { identifier: 'ada-of-redis', cards: [{ number, title: 'Blue' }], idempotencyKey: randomUUID() };
  });
  afterEach(() => simulator.reset());
  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.stop()));
    await Promise.all([simulator.stop(), redis.stop()]);
  });

  const ask = async (replica: RunningGateway) => (await replica.query(mint, { variables: { input } })).data;

  it('return the first result of another replica', async () => {
    const [one, other] = replicas;
    const first = await ask(one);

    expect(await ask(other)).toEqual(first);
    expect(first.createAccessToken.userErrors).toEqual([]);
    expect(simulator.requests()).toHaveLength(1);
  });

  it('wait for a write in progress on another replica', async () => {
    simulator.addFault({ route: '*', kind: 'latency', ms: 300 });

    const [first, second] = await Promise.all(replicas.map(ask));

    expect(second).toEqual(first);
    expect(first.createAccessToken.userErrors).toEqual([]);
    expect(simulator.requests()).toHaveLength(1);
  });

  it('accept the key again when the first write failed without effect', async () => {
    simulator.addFault({ route: '*', kind: 'status', status: 503, times: 1 });
    const [one, other] = replicas;

    expect(await ask(one)).toEqual({ createAccessToken: null });
    expect((await ask(other)).createAccessToken.userErrors).toEqual([]);
    expect(simulator.requests()).toHaveLength(2);
  });

  it('store neither input nor credentials in clear', async () => {
    const { publicToken } = (await ask(replicas[0])).createAccessToken.accessToken;
    const secrets = [number, publicToken, 'ada-of-redis', 'demo-key', 'demo-secret', Object.values(input).at(-1)];

    const kept = await readAll(redis.url);

    expect(kept.length).toBeGreaterThan(0);
    for (const text of kept.flatMap((each) => [each, Buffer.from(each, 'base64').toString('latin1')])) {
      for (const secret of secrets) expect(text).not.toContain(secret);
    }
  });
});

describeWithRedis('an outage of Redis', () => {
  it('fails mutations with an idempotency key before anything is sent, until Redis is back', async () => {
    const redis = await startRedis();
    const gateway = await startTestGateway({ REDIS_URL: redis.url });
    const ask = (input: object) => gateway.query(mint, { variables: { input } });
    const keyed = { identifier: 'ada', idempotencyKey: randomUUID() };
    try {
      expect((await ask(keyed)).errors).toEqual([]);
      await redis.stop();
      gateway.simulator.clearCalls();

      const [refused] = (await ask({ ...keyed, idempotencyKey: randomUUID() })).errors;
      expect(refused?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', retryable: true });
      expect(refused?.message).not.toContain('127.0.0.1');
      expect(gateway.simulator.requests()).toEqual([]);
      expect((await ask({ identifier: 'ada' })).errors).toEqual([]);

      const again = await startRedis(Number(new URL(redis.url).port));
      while ((await ask(keyed)).errors.length > 0);
      await again.stop();
    } finally {
      await gateway.stop();
    }
  });
});

async function readAll(url: string): Promise<string[]> {
  const client = await createClient({ url }).connect();
  try {
    const keys = await client.keys('*');
    const values = await Promise.all(keys.map((key) => client.get(key)));
    return [...keys, ...values.map(String)];
  } finally {
    client.destroy();
  }
}
