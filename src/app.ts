import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { openIdentity } from './auth/identity.ts';
import { createTaskMemory } from './auth/task-owners.ts';
import type { Config, SimulatorConfig } from './config/config.ts';
import { createContext } from './graphql/context.ts';
import { createSchema } from './graphql/schema.ts';
import { createDriftObserver } from './observability/drift.ts';
import { createMetrics, type Metrics } from './observability/metrics.ts';
import { logAttempt } from './observability/upstream-log.ts';
import { createApollo } from './operation/apollo.ts';
import { readParameters } from './operation/documents/request.ts';
import { type DocumentChecks, loadTrustedDocuments } from './operation/documents/trusted-documents.ts';
import { KnownOperationsRule } from './operation/rules/known-operations.ts';
import { createLimitRule } from './operation/rules/limits.ts';
import { SensitiveLiteralsRule } from './operation/rules/sensitive-literals.ts';
import { registerExplorer } from './server/explorer.ts';
import { graphqlPath, registerGraphqlRoute } from './server/graphql-route.ts';
import { registerHealth } from './server/health.ts';
import { createHttpServer } from './server/http-server.ts';
import { registerMetrics } from './server/metrics.ts';
import type { Simulator } from './simulator/server.ts';
import { createCallLimiter } from './state/call-limit.ts';
import { createIdempotency } from './state/idempotency.ts';
import { connectRedis, type Redis } from './state/redis.ts';
import { createMemoryStore, createRedisStore } from './state/store.ts';
import { routeOf } from './upstream/catalog.ts';
import { createUpstreamClient, type UpstreamClient } from './upstream/client.ts';
import { startDeadline } from './upstream/deadline.ts';
import { writeFailures } from './upstream/outcome.ts';

export interface Gateway {
  readonly url: string;
  /** The upstream that came with the gateway; null when it is somebody else's. */
  readonly simulator: Simulator | null;
  /** Answers what is under way, then closes everything. */
  readonly stop: () => Promise<void>;
}

/** Replicas do not agree on the time to the second. */
const leaseMarginMs = 10_000;

/** Where Apollo Sandbox asks from when it is not embedded in our own page, which asks for it. */
const sandboxOrigins = ['https://studio.apollographql.com'];

export async function startGateway(config: Config, log: Logger): Promise<Gateway> {
  const schema = createSchema();
  const rules = [createLimitRule(config.limits), KnownOperationsRule, SensitiveLiteralsRule];
  const checks = { maxTokens: config.limits.maxTokens, rules };
  const trusted = loadTrusted(config, schema, checks, log);
  const simulator = config.upstream.urls ? null : await startEmbeddedSimulator(config.simulator);
  const metrics = createMetrics();
  const client = createClient(config, simulator, log, metrics);
  metrics.watchHosts(client.state);
  const origins = [...config.corsOrigins, ...(config.explorer ? sandboxOrigins : [])];
  const redis = config.redisUrl === null ? null : await openRedis(config.redisUrl, log);
  const store = redis ? createRedisStore(redis) : createMemoryStore();
  const limiter = config.rateLimit ? createCallLimiter(config.rateLimit, redis) : null;
  const idempotency = createIdempotency({
    store,
    leaseMs: config.operationTimeoutMs + config.upstream.timeoutMs + leaseMarginMs,
    failures: writeFailures,
    onForgotten: () => log.warn('the outcome of a mutation could not be kept for its idempotency key'),
  });
  const identity = openIdentity(config, redis && store, {
    onForgotten: () => log.warn('whom a public token was made for could not be kept'),
    onLost: (code) => log.warn({ code }, 'the keys of bearer tokens cannot be read'),
    onFound: () => log.info('the keys of bearer tokens can be read again'),
  });
  const { publicTokens } = identity;
  const shared = { client, idempotency, publicTokens, taskMemory: createTaskMemory(), limiter };
  const { maxBodyBytes } = config.limits;
  const server = await createHttpServer({ corsOrigins: origins, maxBodyBytes }, log);
  const apollo = createApollo(config, { schema, checks, trusted, server, log });
  let isReady = true;
  const close = () => Promise.all([client.close(), store.close(), identity.close(), simulator?.stop()]);
  const stop = async () => {
    isReady = false;
    await apollo.stop();
    await idempotency.settle();
    await close();
  };

  try {
    await apollo.start();
    registerGraphqlRoute(server, {
      apollo,
      hasLandingPage: config.explorer,
      contextOf: async (request, reply) => {
        const { deadline, end } = startDeadline(config.operationTimeoutMs);
        // While the caller is identified, they may leave.
        reply.raw.once('close', end);
        const caller = await identity.identify(request.raw.rawHeaders);
        trusted?.admit(readParameters(request));
        const { currencyCode } = config.upstream;
        return createContext({ ...shared, currencyCode }, { caller, requestId: request.id, deadline });
      },
    });
    registerMetrics(server, metrics);
    registerHealth(server, { isReady: () => isReady, upstream: client.state });
    if (config.explorer) await registerExplorer(server, { graphqlPath });
    return { url: await server.listen({ host: config.host, port: config.port }), simulator, stop };
  } catch (error) {
    // Apollo Server cannot be stopped before it has started, and holds nothing open.
    await Promise.all([server.close(), close()]);
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

/** What goes wrong with a connection may tell its URL, and that a password: all that is told is the code. */
function openRedis(url: string, log: Logger): Promise<Redis> {
  return connectRedis(url, {
    onLost: (code) => log.warn({ code }, 'Redis cannot be used'),
    onFound: () => log.info('Redis can be used again'),
  });
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
