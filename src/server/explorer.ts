import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { getDistDirectory, isSandboxFrame, type RenderOptions, renderAltair, renderInitSnippet } from 'altair-static';
import type { FastifyInstance } from 'fastify';
import { type ExampleOperation, loadExampleOperations } from './example-operations.ts';

export const EXPLORER_PATH = '/graphiql';

const START_SCRIPT = 'start.js';
const ENGLISH = 'assets/i18n/en-US.json';

/** With this the browser itself loads nothing from elsewhere and sends nothing there. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  // The scripts that a user may attach to a request are evaluated in a worker.
  "script-src 'self' 'unsafe-eval'",
  // Altair is written in Angular, which adds styles as it runs.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Altair stores its state even where it never reads it again: no token or card number is to stay in the browser. */
const FORGET_SCRIPT = `
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (record, ...rest) {
      return put.call(this, this.name === 'appState' ? { ...record, value: null } : record, ...rest);
    };
`;

/** Serves Altair at `/graphiql`, with a tab for each example operation, from files of ours alone. */
export async function registerExplorer(server: FastifyInstance, options: { graphqlPath: string }): Promise<void> {
  const examples = loadExampleOperations();
  const altair = toAltairOptions(options.graphqlPath, examples);
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

function toAltairOptions(graphqlPath: string, examples: readonly ExampleOperation[]): RenderOptions {
  return {
    baseURL: `${EXPLORER_PATH}/`,
    serveInitialOptionsInSeperateRequest: START_SCRIPT,
    endpointURL: graphqlPath,
    disableAccount: true,
    preserveState: false,
    initialSettings: {
      'alert.disableUpdateNotification': true,
      'banners.disable': true,
      disablePushNotification: true,
    },
    // Without an `endpointURL` of their own, as Altair resolves a relative one only above.
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

/** Altair opens the last tab, hides all variables and reads the schema for one tab alone, and has no option for it. */
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
