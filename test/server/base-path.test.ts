import { createServer, request, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { describeInBrowser, startChromium } from '../support/chromium.ts';
import { useGateway } from '../support/gateway.ts';
import { listen } from '../support/listen.ts';

// A browser is slow beside other tests.
jest.setTimeout(60_000);

const gateway = useGateway({ BASE_PATH: '/api/paylink/' });
const json = { 'content-type': 'application/json' };
const query = { method: 'POST', headers: json, body: '{"query":"{ __typename }"}' };

describe('BASE_PATH=/api/paylink/', () => {
  it.each(['/api/paylink/graphql', '/api/paylink/graphql/', '/graphql'])(
    'serves GraphQL, whether or not a proxy removes the prefix: %s',
    async (path) => {
      const response = await fetch(gateway.url + path, query);

      expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
    },
  );

  it.each([
    ['/api/paylink', 200],
    ['/api/paylink?a=b', 200],
    ['/api/paylink/health/live', 200],
    ['/health/live', 200],
    ['/api/paylinks', 404],
    ['/api/paylinkgraphql', 404],
    ['/api', 404],
    ['/api/paylink/api/paylink/graphql', 404],
  ])('serves every path under the prefix and no other: %s', async (path, status) => {
    expect((await fetch(gateway.url + path, { headers: json })).status).toBe(status);
  });
});

describeInBrowser.each([
  { what: 'removes the prefix', rewrite: (url: string) => url.replace('/api/paylink', '') },
  { what: 'passes paths on as they are', rewrite: (url: string) => url },
])('behind a proxy that $what', ({ rewrite }) => {
  let proxy: Server;
  let origin: string;

  beforeAll(async () => {
    proxy = createServer((incoming, outgoing) => {
      const { url = '', method, headers } = incoming;
      if (!url.startsWith('/api/paylink')) return void outgoing.writeHead(404).end();
      const passedOn = request(gateway.url + rewrite(url), { method, headers }, (response) => {
        outgoing.writeHead(response.statusCode ?? 500, response.headers);
        response.pipe(outgoing);
      });
      incoming.pipe(passedOn);
    });
    origin = await listen(proxy);
  });
  afterAll(() => new Promise((resolve) => proxy.close(resolve)));

  it('leads a browser without internet access from the start page to an explorer that works', async () => {
    const browser = await startChromium();
    const page = await browser.newPage();
    await page.goto(`${origin}/api/paylink/`);
    await page.waitForURL(`${origin}/api/paylink/graphiql`);
    await page.locator('.window-switcher__item--active').getByText('Overview').waitFor();

    await page.getByText('Send Request').click();

    await page.locator('app-query-result').getByText('"Marquee+"').first().waitFor();
    await browser.close();
    expect(gateway.simulator.requests()).toContain('GET /ada/pay-link/accounts');
  });
});
