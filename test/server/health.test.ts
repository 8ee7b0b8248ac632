import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../src/observability/logger.ts';
import { redactor } from '../../src/operation/redactor.ts';
import { registerHealth } from '../../src/server/health.ts';
import { createHttpServer } from '../../src/server/http-server.ts';
import { useGateway } from '../support/gateway.ts';

const gateway = useGateway();

describe('/health', () => {
  it.each(['/health/live', '/health/ready'])('reports ok without an upstream call: %s', async (path) => {
    const response = await fetch(gateway.url + path);

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'ok' });
    expect(gateway.simulator.requests()).toEqual([]);
  });

  it('reports a stopping gateway as not ready but alive', async () => {
    let isReady = true;
    const server = await createHttpServer(
      { corsOrigins: [], upstreamName: 'custom', maxBodyBytes: 1024 },
      createLogger('silent', redactor),
    );
    registerHealth(server, { isReady: () => isReady, upstreamName: 'custom', upstream: () => ({}) });
    isReady = false;

    const [ready, live] = await Promise.all(
      ['/health/ready', '/health/live'].map((url) => server.inject({ method: 'GET', url })),
    );
    await server.close();

    expect(ready).toMatchObject({ statusCode: 503, body: '{"status":"stopping","upstream":"custom","breakers":{}}' });
    expect(live?.statusCode).toBe(200);
  });
});
