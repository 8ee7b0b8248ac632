import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import { loadExampleOperations } from './example-operations.ts';
import { EXPLORER_PATH } from './explorer.ts';
import { graphqlPath } from './graphql-route.ts';

/** The time Sandbox has to load in the browser. */
const SANDBOX_TIMEOUT_MS = 8_000;

/** Apollo Sandbox with the overview operation; without internet access, our own explorer. */
export function createLandingPage({ basePath }: { basePath: string }): ApolloServerPlugin {
  const [overview] = loadExampleOperations();
  const sandbox = ApolloServerPluginLandingPageLocalDefault({
    ...(overview && { document: overview.query, variables: JSON.parse(overview.variables) }),
    embed: { runTelemetry: false, initialState: { pollForSchemaUpdates: false } },
  });

  return {
    async serverWillStart(service) {
      const listener = await sandbox.serverWillStart?.(service);
      const page = await listener?.renderLandingPage?.();
      if (!page) throw new Error('Apollo Server has no landing page to build on.');
      const { html } = page;
      return {
        renderLandingPage: async () => ({
          html: async () => adapt(typeof html === 'string' ? html : await html(), basePath),
        }),
      };
    },
  };
}

function adapt(html: string, basePath: string): string {
  // The page allows scripts by a nonce, which is new for every request.
  const nonce = /nonce="([^"]+)"/.exec(html)?.[1] ?? '';
  return html
    .replace('<head>', `$&<script nonce="${nonce}">${toFallbackScript(basePath + EXPLORER_PATH)}</script>`)
    .replace(
      'initialEndpoint = window.location.href',
      `initialEndpoint = new URL('${basePath}${graphqlPath}', location.href).href`,
    );
}

/**
 * Runs first in the page, because a font that never loads blocks all later scripts. Only a message from the frame of Sandbox
 * proves that Sandbox has loaded: its script may come from the browser's cache.
 */
function toFallbackScript(explorerPath: string): string {
  return `
    {
      const leave = () => location.replace('${explorerPath}');
      if (!navigator.onLine) leave();
      const timer = setTimeout(leave, ${SANDBOX_TIMEOUT_MS});
      addEventListener('error', ({ target }) => { if (target.tagName === 'SCRIPT') leave(); }, true);
      addEventListener('message', ({ origin }) => { if (origin !== location.origin) clearTimeout(timer); });
    }
  `;
}
