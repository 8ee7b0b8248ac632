import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { framesOf } from './stack.ts';

interface RequestContext extends BaseContext {
  readonly requestId: string;
}

/** Logs the errors that nobody foresaw, and tells their callers the id under which to find them. */
export function createErrorLogPlugin<Context extends RequestContext>(
  log: Logger,
  isUnforeseen: (error: GraphQLError) => boolean,
): ApolloServerPlugin<Context> {
  return {
    async requestDidStart({ contextValue: { requestId } }) {
      return {
        async didEncounterErrors({ errors }) {
          for (const error of errors.filter(isUnforeseen)) {
            const cause = error.originalError ?? error;
            log.error({ requestId, path: error.path, name: cause.name, stack: framesOf(cause) }, 'unforeseen error');
          }
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
