import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { parse, visit } from 'graphql';
import type { Browser, Page } from 'playwright-core';
import { loadExampleOperations } from '../../src/server/example-operations.ts';
import { describeInBrowser, startChromium } from '../support/chromium.ts';
import { useGateway } from '../support/gateway.ts';

// A browser is slow while other tests run.
jest.setTimeout(60_000);

const examples = loadExampleOperations();

describe('an example operation', () => {
  const gateway = useGateway();

  it('exists for every root field, with the overview first', async () => {
    const rootFields: string[] = [];
    for (const { query } of examples) {
      visit(parse(query), {
        Field({ name }, _key, _parent, path) {
          if (path.filter((step) => step === 'selectionSet').length === 1) rootFields.push(name.value);
        },
      });
    }

    const { data } = await gateway.query(
      '{ __schema { queryType { ...F } mutationType { ...F } } } fragment F on __Type { fields { name } }',
    );

    const { queryType, mutationType } = data.__schema;
    const offered = [...queryType.fields, ...mutationType.fields].map(({ name }) => name as string);
    expect(offered.filter((name) => !rootFields.includes(name) && !name.startsWith('_'))).toEqual([]);
    expect(examples[0]?.name).toBe('overview');
  });

  it.each(examples)('returns data of the seeded world: $name', async ({ name, query, variables }) => {
    const { data, errors } = await gateway.query(query, { variables: JSON.parse(variables || '{}') });

    const answers: { userErrors?: unknown[] }[] = Object.values(data);
    expect(errors).toEqual([]);
    expect(answers.includes(null as never)).toBe(name === 'viewer');
    expect(answers.flatMap((answer) => answer?.userErrors ?? [])).toEqual([]);
  });

  it.each(examples)('passes the input of a mutation as variables: $name', ({ query }) => {
    const literals: string[] = [];

    visit(parse(query), {
      OperationDefinition: ({ operation }) => (operation === 'mutation' ? undefined : false),
      StringValue: ({ value }) => void literals.push(value),
      IntValue: ({ value }) => void literals.push(value),
    });

    expect(literals).toEqual([]);
  });
});

describeInBrowser('a browser without internet', () => {
  const gateway = useGateway();
  let browser: Browser;
  let page: Page;
  let requested: URL[];

  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    page = await browser.newPage();
    requested = [];
    page.context().on('request', (request) => requested.push(new URL(request.url())));
  });
  afterEach(() => page?.context().close());

  const tab = (title: string) => page.locator('.window-switcher__item').getByText(title, { exact: true });
  const openExplorer = async () => {
    await page.goto(`${gateway.url}/graphiql`);
    await page.locator('.window-switcher__item--active').getByText('Overview').waitFor();
  };

  it('shows a tab for every example', async () => {
    await openExplorer();

    const titles = await page.locator('.window-switcher__input').allInnerTexts();

    expect(titles.map((title) => title.trim())).toEqual(examples.map(({ title }) => title));
    expect(await page.title()).toBe('PayLink GraphQL');
  });

  it('runs the overview with its variables', async () => {
    await openExplorer();

    await page.getByText('Send Request').click();

    await page.locator('app-query-result').getByText('"Marquee+"').first().waitFor();
    expect(gateway.simulator.requests()).toContain('GET /ada/pay-link/accounts');
  });

  it('shows the variables and the documentation in every tab', async () => {
    await openExplorer();
    await tab('Task').click();

    await page.getByText('Docs', { exact: true }).click();

    await page.locator('app-doc-viewer').getByText('Mutation').waitFor();
    await page.locator('app-variables-editor').getByText('"id"').waitFor();
  });

  it('loads nothing from another origin and stores no card number', async () => {
    await openExplorer();
    await tab('Token: Switch').click();
    await page.getByText('Send Request').click();
    await page.locator('app-query-result').getByText('"publicToken"').first().waitFor();

    const stored = await page.evaluate(READ_STORAGE);

    expect([...new Set(requested.map(({ origin }) => origin))]).toEqual([gateway.url]);
    expect(stored).not.toContain('4111111111111111');
  });

  it.each(['/', '/graphql'])('is redirected from %s to the explorer', async (path) => {
    await page.goto(`${gateway.url}${path}`);

    await page.waitForURL(`${gateway.url}/graphiql`);
  });

  it('is redirected to the explorer when the network drops every request', async () => {
    await page.clock.install();
    await page.route(SANDBOX_SCRIPT, () => {});
    await page.goto(`${gateway.url}/`, { waitUntil: 'commit' });

    await page.clock.fastForward(10_000);

    await page.waitForURL(`${gateway.url}/graphiql`);
  });

  it('stays in Sandbox, pointed at the gateway, when Sandbox is reachable', async () => {
    await page.clock.install();
    await page.route(SANDBOX_SCRIPT, (route) => route.fulfill({ body: FAKE_SANDBOX, contentType: 'text/javascript' }));
    await page.route(SANDBOX_FRAME, (route) => route.fulfill({ body: FAKE_FRAME, contentType: 'text/html' }));
    await page.goto(`${gateway.url}/`);
    await page.getByText(`Sandbox for ${gateway.url}/graphql`).waitFor();

    await page.clock.fastForward(10_000);

    expect(page.url()).toBe(`${gateway.url}/`);
  });
});

/** Waits until Altair has stored its state, and returns it. */
const READ_STORAGE = `new Promise((resolve) => {
  indexedDB.open('AltairDB').onsuccess = ({ target: { result: database } }) => {
    const look = () => {
      database.transaction('appState').objectStore('appState').getAll().onsuccess = ({ target: { result } }) =>
        result.length > 0 ? resolve(JSON.stringify([result, { ...localStorage }])) : requestAnimationFrame(look);
    };
    look();
  };
})`;

const SANDBOX_SCRIPT = 'https://embeddable-sandbox.cdn.apollographql.com/**';
const SANDBOX_FRAME = 'https://sandbox.embed.apollographql.com/**';
const FAKE_SANDBOX = `
  window.EmbeddedSandbox = class {
    constructor({ initialEndpoint }) {
      const frame = document.createElement('iframe');
      frame.src = 'https://sandbox.embed.apollographql.com/sandbox/explorer';
      addEventListener('message', () => document.body.prepend('Sandbox for ' + initialEndpoint));
      document.body.append(frame);
    }
  };
`;
const FAKE_FRAME = `<script>parent.postMessage({ name: 'ExplorerListeningForHandshake' }, '*')</script>`;
