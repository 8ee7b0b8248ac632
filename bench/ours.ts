import { startGateway } from '../src/app.ts';
import { loadConfig } from '../src/config/config.ts';
import { createLogger } from '../src/observability/logger.ts';
import { redactor } from '../src/operation/redactor.ts';

/** The gateway as it comes, apart from the URL of the REST API and the variables that a measurement needs. */
export async function start(apiUrl: string, variables = '{}'): Promise<string> {
  const config = loadConfig({
    PORT: '0',
    PAYLINK_UPSTREAM: 'custom',
    PAYLINK_API_URL: apiUrl,
    PAYLINK_PCI_URL: apiUrl,
    ...JSON.parse(variables),
  });
  const { url } = await startGateway(config, createLogger(config.logLevel, redactor));
  return `${url}/graphql`;
}
