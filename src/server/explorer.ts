import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { getDistDirectory, isSandboxFrame, type RenderOptions, renderAltair, renderInitSnippet } from 'altair-static';
import type { FastifyInstance } from 'fastify';
import { type ExampleOperation, loadExampleOperations } from './example-operations.ts';
import { graphqlPath } from './graphql-route.ts';

export const EXPLORER_PATH = '/graphiql';

const START_SCRIPT = 'start.js';
const ENGLISH = 'assets/i18n/en-US.json';

/** The browser loads nothing from other origins and sends nothing to them. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  // Altair evaluates request scripts of users in a worker.
  "script-src 'self' 'unsafe-eval'",
  // Altair uses Angular, which adds styles at run time.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Keeps tokens and card numbers out of the browser: Altair stores its state even with `preserveState: false`. */
const FORGET_SCRIPT = `
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (record, ...rest) {
      return put.call(this, this.name === 'appState' ? { ...record, value: null } : record, ...rest);
    };
`;

/** Serves Altair at `/graphiql` from local files, with a tab for each example operation. */
export async function registerExplorer(server: FastifyInstance, { basePath }: { basePath: string }): Promise<void> {
  const examples = loadExampleOperations();
  const altair = toAltairOptions(basePath, examples);
  const html = renderAltair(altair).replace('<title>Altair</title>', '<title>PayLink GraphQL</title>');
  const start = [FORGET_SCRIPT, renderInitSnippet(altair), toTabsScript(examples)].join('');
  const texts = { ...readEnglish(), QUERY_RESULT_NO_RESULT_TEXT: 'Send the request to see its result here' };

  const serve = async (explorer: FastifyInstance) => {
    explorer.addHook('onRequest', async (_request, reply) => {
      reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
    });
    explorer.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(html));
    explorer.get(`/${START_SCRIPT}`, (_request, reply) => reply.type('text/javascript; charset=utf-8').send(start));
    explorer.get(`/${ENGLISH}`, (_request, reply) => reply.send(texts));
    await explorer.register(fastifyStatic, {
      root: getDistDirectory(),
      index: false,
      decorateReply: false,
      allowedPath: (path) => path !== '/index.html' && !isSandboxFrame(path),
    });
  };
  await server.register(serve, { prefix: EXPLORER_PATH });
}

function toAltairOptions(basePath: string, examples: readonly ExampleOperation[]): RenderOptions {
  return {
    baseURL: `${basePath}${EXPLORER_PATH}/`,
    serveInitialOptionsInSeperateRequest: START_SCRIPT,
    endpointURL: `${basePath}${graphqlPath}`,
    disableAccount: true,
    preserveState: false,
    initialSettings: {
      'alert.disableUpdateNotification': true,
      'banners.disable': true,
      disablePushNotification: true,
    },
    // No `endpointURL` for each window: Altair resolves a relative URL only in the top-level option.
    initialWindows: examples.map(({ title, query, variables }) => ({
      initialName: title,
      initialQuery: query,
      initialVariables: variables,
    })),
  };
}

function readEnglish(): Record<string, unknown> {
  return JSON.parse(readFileSync(join(getDistDirectory(), ENGLISH), 'utf8')) as Record<string, unknown>;
}

/** Opens the first tab, shows variables and loads the schema in each tab. Altair has no option for any of these. */
function toTabsScript(examples: readonly ExampleOperation[]): string {
  return `
    const takesVariables = ${JSON.stringify(examples.map(({ variables }) => variables !== ''))};
    const unopened = new Map();
    document.addEventListener('click', ({ target }) => {
      const tab = target.closest('.window-switcher__item');
      if (!unopened.has(tab)) return;
      if (unopened.get(tab)) document.querySelector('[track-id=toggle_variables]').click();
      document.querySelector('[track-id=reload_docs]').click();
      unopened.delete(tab);
    });
    new MutationObserver((_changes, observer) => {
      const tabs = [...document.querySelectorAll('.window-switcher__item')];
      if (!tabs[takesVariables.length - 1]?.matches('.window-switcher__item--active')) return;
      observer.disconnect();
      for (const [index, takesAny] of takesVariables.entries()) unopened.set(tabs[index], takesAny);
      tabs[0].click();
    }).observe(document.body, { subtree: true, childList: true, attributeFilter: ['class'] });
  `;
}
