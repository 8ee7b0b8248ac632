import { describe, expect, it } from '@jest/globals';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const createAccessToken = `mutation ($input: CreateAccessTokenInput!) {
  createAccessToken(input: $input) {
    accessToken { publicToken expiresAt }
    user { identifier }
    userErrors { code message field }
  }
}`;

const usualSeconds = 86_400;

describe('tokenLifetime', () => {
  it.each([
    { lifetime: 'left out', input: {}, seconds: usualSeconds },
    { lifetime: 'null', input: { tokenLifetime: null }, seconds: usualSeconds },
    { lifetime: 'the least', input: { tokenLifetime: 1_800 }, seconds: 1_800 },
    { lifetime: 'the most', input: { tokenLifetime: 2_592_000 }, seconds: 2_592_000 },
  ])('sets the expiry of the token, here and at the upstream: $lifetime', async ({ input, seconds }) => {
    const before = Date.now();
    const { data } = await create(input);
    const after = Date.now();

    const { publicToken, expiresAt } = data.createAccessToken.accessToken;
    const madeAt = Date.parse(expiresAt) - seconds * 1_000;
    expect(madeAt).toBeGreaterThanOrEqual(before);
    expect(madeAt).toBeLessThanOrEqual(after);
    gateway.simulator.moveClock((seconds - 1) * 1_000);
    expect(await startTask(publicToken)).toBe(201);
    gateway.simulator.moveClock(1_000);
    expect(await startTask(publicToken)).toBe(401);
  });

  it.each([1_799, 2_592_001, 0, -1, 2_147_483_647])('is refused outside its range: %d', async (tokenLifetime) => {
    const { data, errors } = await create({ tokenLifetime });

    expect(errors).toEqual([]);
    expect(data.createAccessToken).toEqual({
      accessToken: null,
      user: null,
      userErrors: [{ code: 'OUT_OF_RANGE', message: expect.any(String), field: ['input', 'tokenLifetime'] }],
    });
    expect(gateway.simulator.requests()).toEqual([]);
  });
});

function create(input: object) {
  return gateway.query(createAccessToken, { variables: { input: { identifier: 'ada', ...input } } });
}

/** Starts a task at the upstream by the token, as the Transact SDK does, and returns the status of the response. */
async function startTask(publicToken: string): Promise<number> {
  const url = `${gateway.simulator.apiUrl}/__simulator/tasks`;
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ publicToken }) });
  await response.arrayBuffer();
  return response.status;
}
