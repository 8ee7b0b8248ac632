import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { identifyCaller } from './auth/caller.ts';
import type { Config, SimulatorConfig } from './config.ts';
import { type Context, createContext } from './context.ts';
import { readParameters } from './graphql/document-request.ts';
import { createDocumentStore } from './graphql/document-store.ts';
import { formatError, isUnforeseen } from './graphql/format-error.ts';
import { hideSuggestions } from './graphql/hide-suggestions.ts';
import { createLimitRule } from './graphql/limits.ts';
import { createPlanPlugin } from './graphql/plan-plugin.ts';
import { createSchema } from './graphql/schema.ts';
import { SensitiveLiteralsRule } from './graphql/sensitive-literals.ts';
import { createStatusPlugin } from './graphql/status-plugin.ts';
import { type DocumentChecks, loadTrustedDocuments, type TrustedDocuments } from './graphql/trusted-documents.ts';
import { createTrustedDocumentsPlugin } from './graphql/trusted-documents-plugin.ts';
import { createErrorLogPlugin } from './observability/apollo-plugin.ts';
import { createDriftObserver } from './observability/drift.ts';
import { createMetrics, type Metrics } from './observability/metrics.ts';
import { logAttempt } from './observability/upstream-log.ts';
import { EXPLORER_PATH, registerExplorer } from './server/explorer.ts';
import { graphqlPath, registerGraphqlRoute } from './server/graphql-route.ts';
import { registerHealth } from './server/health.ts';
import { createHttpServer } from './server/http-server.ts';
import { createLandingPage } from './server/landing-page.ts';
import { registerMetrics } from './server/metrics.ts';
import type { Simulator } from './simulator/server.ts';
import { createIdempotency } from './state/idempotency.ts';
import { createMemoryStore, createRedisStore, type Store } from './state/store.ts';
import { routeOf } from './upstream/catalog.ts';
import { createUpstreamClient, type UpstreamClient } from './upstream/client.ts';
import { startPatience } from './upstream/patience.ts';

export interface Gateway {
  readonly url: string;
  /** The upstream that came with the gateway; null when it is somebody else's. */
  readonly simulator: Simulator | null;
  /** Answers what is under way, then closes everything. */
  readonly stop: () => Promise<void>;
}

/** Replicas do not agree on the time to the second. */
const leaseMarginMs = 10_000;
/** How long a document that a client registered by its hash is kept. */
const persistedQuerySeconds = 24 * 60 * 60;

/** Where Apollo Sandbox asks from when it is not embedded in our own page, which asks for it. */
const sandboxOrigins = ['https://studio.apollographql.com'];

export async function startGateway(config: Config, log: Logger): Promise<Gateway> {
  const schema = createSchema();
  const checks = { maxTokens: config.limits.maxTokens, rules: [createLimitRule(config.limits), SensitiveLiteralsRule] };
  const trusted = loadTrusted(config, schema, checks, log);
  const simulator = config.upstream.urls ? null : await startEmbeddedSimulator(config.simulator);
  const metrics = createMetrics();
  const client = createClient(config, simulator, log, metrics);
  metrics.watchHosts(client.state);
  const origins = [...config.corsOrigins, ...(config.explorer ? sandboxOrigins : [])];
  const store = await createStore(config, log);
  const idempotency = createIdempotency({
    store,
    leaseMs: config.operationTimeoutMs + config.upstream.timeoutMs + leaseMarginMs,
    onForgotten: () => log.warn('the outcome of a mutation could not be kept for its idempotency key'),
  });
  const { maxBodyBytes } = config.limits;
  const server = await createHttpServer({ corsOrigins: origins, maxBodyBytes }, log);
  const apollo = createApollo(config, { schema, checks, trusted, server, log });
  let isReady = true;
  const stop = async () => {
    isReady = false;
    await apollo.stop();
    await Promise.all([client.close(), store.close(), simulator?.stop()]);
  };

  try {
    await apollo.start();
    registerGraphqlRoute(server, {
      apollo,
      hasLandingPage: config.explorer,
      contextOf: (request, reply) => {
        const { headers, id } = request;
        const caller = identifyCaller(headers, config.upstream.demoCredentials);
        trusted?.admit(readParameters(request));
        const { patience, end } = startPatience(config.operationTimeoutMs);
        reply.raw.once('close', end);
        const { currencyCode } = config.upstream;
        return createContext({ client, idempotency, currencyCode }, { caller, requestId: id, patience });
      },
    });
    registerMetrics(server, metrics);
    registerHealth(server, { isReady: () => isReady, upstream: client.state });
    if (config.explorer) await registerExplorer(server, { graphqlPath });
    return { url: await server.listen({ host: config.host, port: config.port }), simulator, stop };
  } catch (error) {
    // Apollo Server cannot be stopped before it has started, and holds nothing open.
    await Promise.all([server.close(), client.close(), store.close(), simulator?.stop()]);
    throw error;
  }
}

function loadTrusted(config: Config, schema: GraphQLSchema, checks: DocumentChecks, log: Logger) {
  const { trustedDocuments, introspection, explorer } = config;
  if (!trustedDocuments) return null;
  const trusted = loadTrustedDocuments(trustedDocuments, schema, checks);
  if (trusted.isEnforced && (introspection || explorer)) {
    log.warn({ introspection, explorer }, 'introspection and explorer cannot work: only trusted documents run');
  }
  return trusted;
}

/** Loaded only where it is asked for. */
async function startEmbeddedSimulator(options: SimulatorConfig): Promise<Simulator> {
  const { startSimulator } = await import('./simulator/server.ts');
  return startSimulator(options);
}

/** In this process, or where the other replicas have it too. */
async function createStore({ redisUrl }: Config, log: Logger): Promise<Store> {
  if (redisUrl === null) return createMemoryStore();
  // What goes wrong with a connection may tell its URL, and that a password.
  return createRedisStore(redisUrl, (code) => log.warn({ code }, 'Redis cannot be used'));
}

function createClient(
  { upstream }: Config,
  simulator: Simulator | null,
  log: Logger,
  metrics: Metrics,
): UpstreamClient {
  const urls = upstream.urls ?? { api: simulator?.apiUrl ?? '', pci: simulator?.pciUrl ?? '' };
  const observeDrift = createDriftObserver(log, metrics);
  return createUpstreamClient({
    ...upstream,
    apiUrl: urls.api,
    pciUrl: urls.pci,
    onAttempt(attempt) {
      logAttempt(log, attempt);
      metrics.observeAttempt({ ...attempt, endpoint: routeOf(attempt.method, attempt.route) });
    },
    onDrift: ({ method, route, path, kind }) => observeDrift({ endpoint: routeOf(method, route), path, kind }),
  });
}

interface ApolloParts {
  readonly schema: GraphQLSchema;
  readonly checks: DocumentChecks;
  readonly trusted: TrustedDocuments | null;
  readonly server: FastifyInstance;
  readonly log: Logger;
}

function createApollo(config: Config, { schema, checks, trusted, server, log }: ApolloParts): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection: config.introspection,
    parseOptions: { maxTokens: checks.maxTokens },
    validationRules: [...checks.rules],
    // In the memory of this process only: a client may have written a secret into its document.
    persistedQueries: !trusted?.isEnforced && { ttl: persistedQuerySeconds },
    ...(trusted && { documentStore: createDocumentStore(trusted.byHash) }),
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: log,
    formatError: config.introspection ? formatError : hideSuggestions(formatError),
    plugins: [
      // It would look at every field of every answer, and nothing here may be cached.
      ApolloServerPluginCacheControlDisabled(),
      fastifyApolloDrainPlugin(server),
      createErrorLogPlugin(log, isUnforeseen),
      createStatusPlugin(),
      ...(trusted ? [createTrustedDocumentsPlugin(trusted, log)] : []),
      createPlanPlugin(config.upstream.callBudget, config.limits.maxAnswerFields),
      config.explorer
        ? createLandingPage({ graphqlPath, explorerPath: EXPLORER_PATH })
        : ApolloServerPluginLandingPageDisabled(),
    ],
  });
}
