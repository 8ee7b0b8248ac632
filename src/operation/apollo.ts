import { ApolloServer, type ApolloServerOptions, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import type { Config } from '../config/config.ts';
import type { DocumentStore } from './documents/store.ts';
import { createStepsPlugin } from './plugins/steps-plugin.ts';
import { createClientChecks } from './rules/document-checks.ts';
import type { OperationParts } from './run.ts';
import type { StartedOperation } from './started.ts';

type Options = ApolloServerOptions<StartedOperation>;

/** Apollo Server as one lane of `run.ts`: GraphQL over HTTP, and execution by graphql-js. */
export function createApollo(
  config: Config,
  parts: OperationParts,
  plugins: readonly ApolloServerPlugin<StartedOperation>[],
): ApolloServer<StartedOperation> {
  const { maxTokens, rules } = createClientChecks(config);
  const { store } = parts.documents;
  return new ApolloServer<StartedOperation>({
    schema: parts.schema,
    // `rules` have a rule of our own for it.
    introspection: true,
    parseOptions: { maxTokens },
    validationRules: [...rules],
    documentStore: toDocumentStore(store),
    persistedQueries: config.trustedDocuments?.mode !== 'enforce' && { cache: toPersistedQueries(store) },
    // `server/` refuses such requests, by more kinds of proof.
    csrfPrevention: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: parts.log,
    formatError: parts.formatError,
    // The plugin of Apollo Server for cache control would visit every field of every response, and nothing may be cached.
    plugins: [ApolloServerPluginCacheControlDisabled(), createStepsPlugin(parts), ...plugins],
  });
}

/** Valid documents reach Apollo Server parsed, so that it does not parse and validate them again. */
function toDocumentStore(store: DocumentStore): NonNullable<Options['documentStore']> {
  return {
    get: async (key) => store.findByHash(hashOf(key))?.ast,
    set: async () => undefined,
    delete: async () => false,
  };
}

/** Documents that clients register by their hashes. Apollo Server registers a document once it is known to be allowed. */
function toPersistedQueries(store: DocumentStore) {
  return {
    get: async (key: string) => store.findRegistered(hashOf(key))?.text,
    set: async (key: string) => store.register(hashOf(key)),
    delete: async () => false,
  };
}

/** Apollo Server puts a prefix before each hash. */
function hashOf(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}
