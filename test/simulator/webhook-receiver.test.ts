import { expect, it } from '@jest/globals';
import { startGateway } from '../../src/app.ts';
import { loadConfig } from '../../src/config/config.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { redactor } from '../../src/operation/redactor.ts';
import { call, start } from './harness.ts';

it.each([
  ['the gateway that starts the simulator', {}, (gateway: string) => `${gateway}/webhooks/paylink`],
  ['none', { SIMULATOR_WEBHOOK_URL: '' }, () => null],
  ['another receiver', { SIMULATOR_WEBHOOK_URL: 'http://127.0.0.1:9/hooks' }, () => 'http://127.0.0.1:9/hooks'],
])('webhooks go to %s', async (_receiver, variables, toExpected) => {
  const env = { PORT: '0', SIMULATOR_PORT: '0', SIMULATOR_PCI_PORT: '0', ...variables };
  const gateway = await startGateway(loadConfig(env), createLogger('silent', redactor));

  const { body } = await call(`${gateway.simulator?.apiUrl}/__simulator/webhooks`);

  await gateway.stop();
  expect(body.url).toBe(toExpected(gateway.url));
});

it('a standalone simulator sends no webhooks by default', async () => {
  const { body } = await call(`${(await start()).apiUrl}/__simulator/webhooks`);

  expect(body).toEqual({ url: null, deliveries: [], dropped: 0 });
});
