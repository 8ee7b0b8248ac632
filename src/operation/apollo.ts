import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import type { Context } from '../graphql/context.ts';
import { EXPLORER_PATH } from '../server/explorer.ts';
import { graphqlPath } from '../server/graphql-route.ts';
import { createLandingPage } from '../server/landing-page.ts';
import { createDocumentStore } from './documents/store.ts';
import type { DocumentChecks, TrustedDocuments } from './documents/trusted-documents.ts';
import { formatError, isUnforeseen } from './errors.ts';
import { hideSuggestions } from './hide-suggestions.ts';
import { createErrorLogPlugin } from './plugins/error-log-plugin.ts';
import { createPlanPlugin } from './plugins/plan-plugin.ts';
import { createStatusPlugin } from './plugins/status-plugin.ts';
import { createTrustedDocumentsPlugin } from './plugins/trusted-documents-plugin.ts';

/** How long a document that a client registered by its hash is kept. */
const persistedQuerySeconds = 24 * 60 * 60;

export interface ApolloParts {
  readonly schema: GraphQLSchema;
  readonly checks: DocumentChecks;
  readonly trusted: TrustedDocuments | null;
  readonly server: FastifyInstance;
  readonly log: Logger;
}

/** What runs operations: its options, and the plugins in their order. */
export function createApollo(
  config: Config,
  { schema, checks, trusted, server, log }: ApolloParts,
): ApolloServer<Context> {
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
