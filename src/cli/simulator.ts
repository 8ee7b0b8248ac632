import type { Config } from '../config/config.ts';
import { stopOnSignal } from './signals.ts';

export async function runSimulator({ simulator: options }: Config): Promise<void> {
  const { startSimulator } = await import('../simulator/server.ts');
  const simulator = await startSimulator(options);
  stopOnSignal(simulator.stop);
  const { apiKey, apiSecret } = simulator.credentials;
  console.log(`
PayLink simulator

  API host          ${simulator.apiUrl}
  PCI host          ${simulator.pciUrl}
  Control plane     ${simulator.apiUrl}/__simulator/
  Credentials       x-api-key: ${apiKey}    x-api-secret: ${apiSecret}

Try:

  curl ${simulator.apiUrl}/ada/pay-link/accounts -H 'x-api-key: ${apiKey}' -H 'x-api-secret: ${apiSecret}'

Stop with Ctrl-C.
`);
}
