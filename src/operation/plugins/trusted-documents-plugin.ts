import type { ApolloServerPlugin, GraphQLRequest } from '@apollo/server';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { type RequestParameters, readParameters } from '../documents/request.ts';
import type { TrustedDocuments } from '../documents/trusted-documents.ts';

/** How many documents are remembered as logged. */
const maxLogged = 10_000;

/**
 * Puts the text of a trusted document in the place of its id. Logs what comes otherwise, once each. Where that is not to run,
 * and the route were ever to let it through, it is left with no document at all.
 */
export function createTrustedDocumentsPlugin(trusted: TrustedDocuments, log: Logger): ApolloServerPlugin {
  const logged = new LRUCache<string, true>({ max: maxLogged });
  return {
    async requestDidStart({ request }) {
      const text = trusted.find(parametersOf(request));
      if (text !== null || trusted.isEnforced) {
        run(request, text ?? '');
        return;
      }
      return {
        // It is valid by now: what is not cannot be run anyway, and its name and hash may be anything.
        async didResolveOperation({ operationName, queryHash }) {
          if (logged.has(queryHash)) return;
          logged.set(queryHash, true);
          log.warn({ operationName, documentHash: queryHash }, 'operation is not a trusted document by id');
        },
      };
    },
  };
}

function run(request: GraphQLRequest, text: string): void {
  request.query = text;
  request.extensions = { ...request.extensions, persistedQuery: undefined };
}

function parametersOf({ http }: GraphQLRequest): RequestParameters {
  return http ? readParameters({ method: http.method, body: http.body, url: http.search }) : {};
}
