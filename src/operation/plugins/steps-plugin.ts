import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { explainOnly } from '../execute.ts';
import { logUnforeseen, respond } from '../respond.ts';
import type { OperationParts } from '../run.ts';
import { isRefused, type StartedOperation } from '../started.ts';

/** Calls the steps of an operation from the hooks of Apollo Server, which parses, validates and executes between them. */
export function createStepsPlugin({ limits, log }: OperationParts): ApolloServerPlugin<StartedOperation> {
  return {
    async contextCreationDidFail({ error }) {
      if (error instanceof GraphQLError) logUnforeseen(log, error.extensions.requestId, [error]);
    },
    async requestDidStart({ request, contextValue: started }) {
      if (started.found?.isTrusted) {
        request.query = started.found.text;
        request.extensions = { ...request.extensions, persistedQuery: undefined };
      }
      return {
        async didResolveOperation({ operation }) {
          // Apollo Server finds an invalid document, or an unknown operation, for itself.
          if (operation && isRefused(started)) throw started.refusal;
        },
        async responseForOperation() {
          const singleResult = isRefused(started) ? null : explainOnly(started, limits.callBudget);
          return singleResult && { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult } };
        },
        async didEncounterErrors({ errors }) {
          logUnforeseen(log, started.request.id, errors);
        },
        async willSendResponse({ response: { http, body } }) {
          if (body.kind !== 'single') return;
          const { status, result } = respond(started, { status: http.status, result: body.singleResult }, limits);
          if (status !== undefined) http.status = status;
          body.singleResult = result;
        },
      };
    },
  };
}
