import type { ApolloServerPlugin } from '@apollo/server';

/** What GraphQL itself finds wrong with an operation, before any of it runs. */
const ofGraphql = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
];

/**
 * Answers 200 to a caller who takes plain JSON when nothing but GraphQL refuses the operation: such a caller is to read the
 * errors, and takes any other status to be a server's in between. `application/graphql-response+json` has no such doubt, and
 * keeps 400. GraphQL over HTTP, "Status codes".
 */
export function createStatusPlugin(): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ request, response: { http, body } }) {
          if (http.status !== 400 || body.kind !== 'single') return;
          if (request.http?.headers.get('accept')?.includes('application/graphql-response+json')) return;
          const codes = (body.singleResult.errors ?? []).map(({ extensions }) => String(extensions?.code));
          if (codes.every((code) => ofGraphql.includes(code))) http.status = 200;
        },
      };
    },
  };
}
