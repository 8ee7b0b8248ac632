import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import { loadExampleOperations } from './example-operations.ts';

/** How long Sandbox may take to show itself in the browser. */
const SANDBOX_TIMEOUT_MS = 8_000;

interface LandingPageOptions {
  readonly graphqlPath: string;
  /** Where the browser goes when it cannot reach Sandbox. */
  readonly explorerPath: string;
}

/** Apollo Sandbox, opened with the overview; without internet, our own explorer instead. */
export function createLandingPage(options: LandingPageOptions): ApolloServerPlugin {
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
          html: async () => adapt(typeof html === 'string' ? html : await html(), options),
        }),
      };
    },
  };
}

function adapt(html: string, { graphqlPath, explorerPath }: LandingPageOptions): string {
  // The page allows scripts by a nonce of its own, new each time.
  const nonce = /nonce="([^"]+)"/.exec(html)?.[1] ?? '';
  return html
    .replace('<head>', `$&<script nonce="${nonce}">${toFallbackScript(explorerPath)}</script>`)
    .replace(
      'initialEndpoint = window.location.href',
      `initialEndpoint = new URL('${graphqlPath}', location.href).href`,
    );
}

/**
 * First in the page, since a font that never arrives holds up every later script. Sandbox shows that it is there with a
 * message from its frame: the script alone may come from the browser's cache.
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
