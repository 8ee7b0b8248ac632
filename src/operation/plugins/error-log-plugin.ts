import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { framesOf } from '../../observability/stack.ts';

interface RequestContext extends BaseContext {
  readonly requestId: string;
}

/** Logs the errors that nobody foresaw, and tells their callers the id under which to find them. */
export function createErrorLogPlugin<Context extends RequestContext>(
  log: Logger,
  isUnforeseen: (error: GraphQLError) => boolean,
): ApolloServerPlugin<Context> {
  const logUnforeseen = (requestId: unknown, errors: readonly GraphQLError[]) => {
    for (const error of errors.filter(isUnforeseen)) {
      const cause = error.originalError ?? error;
      log.error({ requestId, path: error.path, name: cause.name, stack: framesOf(cause) }, 'unforeseen error');
    }
  };
  return {
    async contextCreationDidFail({ error }) {
      if (error instanceof GraphQLError) logUnforeseen(error.extensions.requestId, [error]);
    },
    async requestDidStart({ contextValue: { requestId } }) {
      return {
        async didEncounterErrors({ errors }) {
          logUnforeseen(requestId, errors);
        },
        async willSendResponse({ response: { body } }) {
          const errors = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
          for (const { extensions } of errors) {
            if (extensions?.code === 'INTERNAL_SERVER_ERROR') extensions.requestId = requestId;
          }
        },
      };
    },
  };
}
