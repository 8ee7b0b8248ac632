import { type ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTaskMemory } from '../../src/auth/task-owners.ts';
import { loadConfig } from '../../src/config/config.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { createMetrics } from '../../src/observability/metrics.ts';
import { observeUpstream } from '../../src/observability/upstream-log.ts';
import { createApollo } from '../../src/operation/apollo.ts';
import { openDocuments } from '../../src/operation/documents/source.ts';
import { createFormatError } from '../../src/operation/errors.ts';
import { redactor } from '../../src/operation/redactor.ts';
import { type OperationParts, startOperation } from '../../src/operation/run.ts';
import type { StartedOperation } from '../../src/operation/started.ts';
import { openState } from '../../src/state/open-state.ts';
import { createUpstreamClient, type UpstreamClient } from '../../src/upstream/client.ts';
import { writeFailures } from '../../src/upstream/outcome.ts';

const config = loadConfig({ PAYLINK_API_URL: 'http://127.0.0.1:1', PAYLINK_PCI_URL: 'http://127.0.0.1:1' });
const log = createLogger('silent', redactor);

/** The hooks of Apollo Server that ran, as the plugin of an embedder sees them. */
let hooks: string[] = [];
let contexts: StartedOperation[] = [];

const embedder: ApolloServerPlugin<StartedOperation> = {
  async requestDidStart({ contextValue }) {
    contexts.push({ ...contextValue });
    return {
      parsingDidStart: async () => void hooks.push('parse'),
      validationDidStart: async () => void hooks.push('validate'),
      didResolveOperation: async () => void hooks.push('resolve'),
      async executionDidStart({ contextValue: executed }) {
        contexts.push({ ...executed });
        return { willResolveField: ({ info }) => void hooks.push(info.fieldName) };
      },
    };
  },
};

let client: UpstreamClient;
let apollo: ApolloServer<StartedOperation>;
let parts: OperationParts;

beforeAll(async () => {
  const schema = createSchema();
  const { upstream, limits } = config;
  const urls = { apiUrl: 'http://127.0.0.1:1', pciUrl: 'http://127.0.0.1:1' };
  client = createUpstreamClient({
    ...upstream,
    ...urls,
    proofStore: null,
    observer: observeUpstream(log, createMetrics()),
  });
  const hooksOfState = { redis: { onLost: () => undefined, onFound: () => undefined }, onOutcomeLost: () => undefined };
  const { idempotency, limiter } = await openState(config, writeFailures, hooksOfState);
  const publicTokens = { keep: async () => undefined, identify: async () => Promise.reject(new Error('none')) };
  parts = {
    schema,
    documents: openDocuments(config, schema, log),
    identify: async () => ({ kind: 'service', subject: null, credentials: { apiKey: 'a', apiSecret: 'b' } }),
    limits: { ...limits, callBudget: 50, timeoutMs: 1000 },
    formatError: createFormatError(config),
    log,
    resources: {
      client,
      idempotency,
      publicTokens,
      taskMemory: createTaskMemory(),
      limiter,
      currencyCode: 'USD',
      inputChecks: 'strict',
    },
  };
  apollo = createApollo(config, parts, [embedder]);
  await apollo.start();
});
beforeEach(() => {
  hooks = [];
  contexts = [];
});
afterAll(async () => {
  await apollo.stop();
  await client.close();
});

async function send(query: string): Promise<unknown> {
  const body = { query };
  const { body: answer } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: 'POST',
      search: '',
      headers: new HeaderMap([['content-type', 'application/json']]),
      body,
    },
    context: () =>
      startOperation(parts, {
        id: 'the-id',
        address: '',
        rawHeaders: [],
        parameters: body,
        explain: null,
        responseType: 'application/json',
        onClose: (callback) => setImmediate(callback),
      }),
  });
  return answer.kind === 'complete' && JSON.parse(answer.string);
}

describe('Apollo Server', () => {
  it('neither parses nor validates a valid document, not even the first time', async () => {
    const first = await send('{ user(identifier: "ada") { identifier } }');
    const second = await send('{ user(identifier: "ada") { identifier } }');

    expect(first).toEqual({ data: { user: { identifier: 'ada' } } });
    expect(second).toEqual(first);
    expect(hooks).toEqual(['resolve', 'user', 'identifier', 'resolve', 'user', 'identifier']);
  });

  it.each([
    ['does not parse', '{ user(', ['parse']],
    ['is not valid', '{ nothing }', ['parse', 'validate']],
  ])('reports a document itself that %s', async (_what, query, expected) => {
    expect(await send(query)).toMatchObject({ errors: [{ extensions: { retryable: false } }] });
    expect(hooks).toEqual(expected);
  });

  it('executes nothing of an operation that may cost too much', async () => {
    const query = '{ user(identifier: "ada") { tasks(first: 100) { nodes { company { id } } } } }';

    expect(await send(query)).toMatchObject({ errors: [{ extensions: { code: 'CALL_BUDGET_EXCEEDED' } }] });
    expect(hooks).toEqual(['resolve']);
  });

  it('receives a context that is complete from the start', async () => {
    await send('{ user(identifier: "ada") { identifier } }');

    const [atStart, atExecution] = contexts;
    expect(atStart).toMatchObject({ requestId: 'the-id', plan: { total: 0 }, caller: { kind: 'service' } });
    expect(atExecution).toEqual(atStart);
  });
});
