import { afterEach, describe, expect, it } from '@jest/globals';
import { type RunningGateway, startTestGateway } from '../support/gateway.ts';
import { describeWithRedis, startRedis } from '../support/redis.ts';

const status = (id: string) => `${id}: task(id: "ada00000000000000007a50${id.at(-1)}") { status }`;
const three = `{ ${['t1', 't2', 't3'].map(status).join(' ')} }`;
const second = { 'x-api-key': 'second-key', 'x-api-secret': 'second-secret' };

const running: RunningGateway[] = [];
const start = async (env: Readonly<Record<string, string>>) => {
  const gateway = await startTestGateway(env);
  running.push(gateway);
  return gateway;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((gateway) => gateway.stop()));
});

describe('RATE_LIMIT', () => {
  it('limits the REST calls of a caller, reports the wait, and keeps the data of allowed calls', async () => {
    const gateway = await start({ RATE_LIMIT: '2/h' });

    const { status: httpStatus, data, errors } = await gateway.query(three);

    expect(httpStatus).toBe(200);
    expect(Object.values(data).filter((task) => task !== null)).toHaveLength(2);
    expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryable: true } }]);
    expect(errors[0]?.extensions.retryAfter).toBeGreaterThan(3000);
    expect(gateway.simulator.requests()).toHaveLength(2);
  });

  it('counts calls, not requests: a request without a call is free', async () => {
    const gateway = await start({ RATE_LIMIT: '1/h' });
    await gateway.query('{ task(id: "ada00000000000000007a501") { status } }');

    const { errors } = await gateway.query('{ user(identifier: "ada") { identifier } }');

    expect(errors).toEqual([]);
  });

  it('counts each attempt, also of calls that are repeated after a failure', async () => {
    const gateway = await start({ RATE_LIMIT: '3/h', UPSTREAM_RETRIES: '2' });
    gateway.simulator.addFault({ route: '*', kind: 'status', status: 503 });

    const { errors } = await gateway.query(three);

    expect(errors).toHaveLength(3);
    expect(gateway.simulator.requests()).toHaveLength(3);
  });

  it('is separate for each caller', async () => {
    const gateway = await start({ RATE_LIMIT: '2/h' });
    await gateway.query(three);

    const { errors } = await gateway.query('{ user(identifier: "ada") { accounts { id } } }', { headers: second });

    expect(errors).toEqual([]);
  });

  it('refuses a mutation before anything is sent', async () => {
    const gateway = await start({ RATE_LIMIT: '1/h' });
    await gateway.query('{ task(id: "ada00000000000000007a501") { status } }');
    gateway.simulator.clearCalls();

    const { errors } = await gateway.query('mutation { endMonitoring(input: { identifier: "ada" }) { user { id } } }');

    expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryable: true } }]);
    expect(gateway.simulator.requests()).toEqual([]);
  });
});

describeWithRedis('RATE_LIMIT of replicas that share a Redis', () => {
  it('is shared by all replicas, and counted by each replica alone during an outage of Redis', async () => {
    const redis = await startRedis();
    const env = { RATE_LIMIT: '2/h', REDIS_URL: redis.url };
    const [one, other] = [await start(env), await start(env)];
    const task = '{ task(id: "ada00000000000000007a501") { status } }';

    const codes = [];
    for (const gateway of [one, other, one, other]) codes.push((await gateway.query(task)).errors[0]?.extensions.code);
    await redis.stop();
    for (const gateway of [one, one, one]) codes.push((await gateway.query(task)).errors[0]?.extensions.code);

    expect(codes.slice(0, 4)).toEqual([undefined, undefined, 'RATE_LIMITED', 'RATE_LIMITED']);
    expect(codes.slice(4)).toEqual([undefined, undefined, 'RATE_LIMITED']);
  });
});
