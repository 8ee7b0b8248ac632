import { type Gateway, startGateway } from '../app.ts';
import type { Config } from '../config/config.ts';
import { createLogger } from '../observability/logger.ts';
import { redactor } from '../operation/redactor.ts';
import { exitOnFailure } from './failure.ts';
import { stopOnSignal } from './signals.ts';

const firstQuery = `{
  user(identifier: "ada") {
    potentialMonthlySavings { amount currencyCode }
    accounts {
      company { name }
      billing { amount { amount } dueDate }
      plans { title status }
      suggestions { shortDescription monthlySavings { amount } }
    }
    tasks(first: 3) { totalCount nodes { status product company { name } } }
  }
}`;

export async function runStart(config: Config): Promise<void> {
  const log = createLogger(config.logLevel, redactor);
  exitOnFailure(log);
  const gateway = await startGateway(config, log);
  stopOnSignal(gateway.stop);
  if (gateway.simulator) console.log(describe(gateway, config));
  else log.info({ url: gateway.url, upstream: config.upstream.name }, 'gateway listening');
}

/** Browsers treat `localhost` as a secure context. */
function toLocalhost(url: string | undefined): string {
  return (url ?? '').replace('127.0.0.1', 'localhost');
}

/** The banner: addresses to open and a first query. */
function describe(gateway: Gateway, { explorer, upstream, basePath }: Config): string {
  const [url, api, pci] = [gateway.url, gateway.simulator?.apiUrl, gateway.simulator?.pciUrl].map(toLocalhost);
  const { apiKey, apiSecret } = gateway.simulator?.credentials ?? {};
  return `
PayLink GraphQL

  GraphQL           ${url}${basePath}/graphql
${explorer ? `  Apollo Sandbox    ${url}${basePath}/            in a browser with internet access\n  Explorer          ${url}${basePath}/graphiql    in any browser\n` : ''}  Upstream          ${upstream.name}: ${api} (API host), ${pci} (PCI host)
  Control plane     ${api}/__simulator/

  Demo credentials  x-api-key: ${apiKey}    x-api-secret: ${apiSecret}
                    (used when a request contains no credentials)

${explorer ? 'Paste this into the explorer:' : 'Send this as a first query:'}

${firstQuery}

Stop with Ctrl-C.
`;
}
