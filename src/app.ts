import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { Logger } from 'pino';
import { openAuthentication } from './auth/authentication.ts';
import { createTaskMemory } from './auth/task-owners.ts';
import type { Config, SimulatorConfig } from './config/config.ts';
import { createSchema } from './graphql/schema.ts';
import { createMetrics } from './observability/metrics.ts';
import { observeState } from './observability/state-log.ts';
import { observeUpstream } from './observability/upstream-log.ts';
import { createApollo } from './operation/apollo.ts';
import { openDocuments } from './operation/documents/source.ts';
import { createFormatError } from './operation/errors.ts';
import { createSteps, type OperationParts } from './operation/run.ts';
import { drain } from './server/drain.ts';
import { registerExplorer } from './server/explorer.ts';
import { registerGraphqlRoute } from './server/graphql-route.ts';
import { registerHealth } from './server/health.ts';
import { createHttpServer } from './server/http-server.ts';
import { createLandingPage } from './server/landing-page.ts';
import { listen } from './server/listen.ts';
import { registerMetrics } from './server/metrics.ts';
import type { Simulator } from './simulator/server.ts';
import { openState } from './state/open-state.ts';
import { createUpstreamClient } from './upstream/client.ts';
import { writeFailures } from './upstream/outcome.ts';

export interface Gateway {
  readonly url: string;
  /** The simulator that the gateway started; null where it calls another upstream. */
  readonly simulator: Simulator | null;
  /** Answers the requests that are under way, then closes everything. */
  readonly stop: () => Promise<void>;
}

export async function startGateway(config: Config, log: Logger): Promise<Gateway> {
  const opened = new AsyncDisposableStack();
  try {
    return { ...(await openGateway(config, log, opened)), stop: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

/** Whatever this opens is closed in reverse order. */
async function openGateway(config: Config, log: Logger, opened: AsyncDisposableStack): Promise<Omit<Gateway, 'stop'>> {
  const { limits, upstream, explorer, corsOrigins, basePath, inputChecks } = config;
  const schema = createSchema();
  const documents = openDocuments(config, schema, log);
  const simulator = upstream.urls ? null : await startEmbeddedSimulator(config.simulator);
  opened.defer(async () => simulator?.stop());
  const metrics = createMetrics();
  const stateHooks = observeState(log);
  const { shared, idempotency, limiter, close } = await openState(config, writeFailures, stateHooks);
  opened.defer(close);
  const { api: apiUrl, pci: pciUrl } = upstream.urls ?? { api: simulator?.apiUrl ?? '', pci: simulator?.pciUrl ?? '' };
  const observer = observeUpstream(log, metrics);
  const client = createUpstreamClient({ ...upstream, apiUrl, pciUrl, proofStore: shared, observer });
  opened.defer(() => client.close());
  opened.defer(() => idempotency.settle());
  metrics.watchHosts(client.state);
  const { identify, publicTokens, close: closeAuth } = openAuthentication(config, shared, stateHooks.auth);
  opened.defer(closeAuth);

  const { name: upstreamName, callBudget, currencyCode } = upstream;
  const taskMemory = createTaskMemory();
  const { maxBodyBytes } = limits;
  const server = await createHttpServer({ corsOrigins, upstreamName, basePath, maxBodyBytes }, log);
  const parts: OperationParts = {
    schema,
    documents,
    identify,
    limits: { ...limits, callBudget, timeoutMs: config.operationTimeoutMs },
    formatError: createFormatError(config),
    log,
    resources: { client, idempotency, publicTokens, taskMemory, limiter, currencyCode, inputChecks },
  };
  const landingPage = explorer ? createLandingPage(config) : ApolloServerPluginLandingPageDisabled();
  const apollo = createApollo(config, parts, [landingPage]);
  await apollo.start();
  opened.defer(() => apollo.stop());
  opened.defer(() => drain(server, config));
  registerGraphqlRoute(server, { apollo, hasLandingPage: explorer, ...createSteps(config, parts) });
  registerMetrics(server, metrics);
  const stopping = new AbortController();
  opened.defer(() => stopping.abort());
  registerHealth(server, { isReady: () => !stopping.signal.aborted, upstreamName, upstream: client.state });
  if (explorer) await registerExplorer(server, config);
  const url = await listen(server, config);
  simulator?.sendWebhooksTo(config.simulator.webhookUrl ?? `${url}/webhooks/paylink`);
  return { url, simulator };
}

/** Loaded only where it is used. */
async function startEmbeddedSimulator(options: SimulatorConfig): Promise<Simulator> {
  const { startSimulator } = await import('./simulator/server.ts');
  return startSimulator(options);
}
