import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const endMonitoring = `mutation ($identifier: ID!) {
  endMonitoring(input: { identifier: $identifier }) {
    user { identifier id }
    userErrors { code message field }
  }
}`;

describe('endMonitoring', () => {
  it('ends the monitoring of a user with one call without a body to the API host', async () => {
    expect(gateway.simulator.findUser('ada')?.monitoring).toBe(true);

    const { data, errors } = await end('ada');

    expect(errors).toEqual([]);
    expect(data.endMonitoring).toEqual({ user: { identifier: 'ada', id: 'ada' }, userErrors: [] });
    expect(gateway.simulator.findUser('ada')?.monitoring).toBe(false);
    expect(gateway.simulator.findUser('grace')?.monitoring).toBe(true);
    expect(gateway.simulator.calls()).toMatchObject([
      { host: 'api', method: 'PUT', path: '/user/ada/end-monitoring', status: 200, bodyPaths: [] },
    ]);
  });

  it('can be repeated', async () => {
    await end('ada');

    const { data, errors } = await end('ada');

    expect(errors).toEqual([]);
    expect(data.endMonitoring.userErrors).toEqual([]);
  });

  it('reaches the user with the given identifier only, for any identifier', async () => {
    const identifier = 'tenant/7?user=ä#1 %2F..';

    const { data } = await end(identifier);

    expect(data.endMonitoring).toEqual({ user: { identifier, id: identifier }, userErrors: [] });
    expect(gateway.simulator.findUser(identifier)?.monitoring).toBe(false);
    expect(gateway.simulator.requests()).toEqual([`PUT /user/${encodeURIComponent(identifier)}/end-monitoring`]);
  });

  it('reports an unknown user in the payload', async () => {
    const { data, errors } = await end('nobody-of-that-name');

    expect(errors).toEqual([]);
    expect(data.endMonitoring).toEqual({
      user: null,
      userErrors: [
        { code: 'NOT_FOUND', message: expect.not.stringContaining('nobody'), field: ['input', 'identifier'] },
      ],
    });
    expect(gateway.simulator.requests()).toEqual(['PUT /user/nobody-of-that-name/end-monitoring']);
  });

  it("does not change another customer's user with the same identifier", async () => {
    await gateway.query(endMonitoring, {
      variables: { identifier: 'ada' },
      headers: { 'x-api-key': 'second-key', 'x-api-secret': 'second-secret' },
    });

    expect(gateway.simulator.findUser('ada', 'second-key')?.monitoring).toBe(false);
    expect(gateway.simulator.findUser('ada')?.monitoring).toBe(true);
  });
});

function end(identifier: string) {
  return gateway.query(endMonitoring, { variables: { identifier } });
}
