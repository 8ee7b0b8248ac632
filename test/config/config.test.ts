import { describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from '../../src/config/config.ts';
import { listVariables } from '../../src/config/environment.ts';

type Env = Readonly<Record<string, string>>;

const urls = { PAYLINK_API_URL: 'https://api.example.com', PAYLINK_PCI_URL: 'https://pci.example.com/base' };

const sandbox = 'https://studio.apollographql.com';

const defaults = {
  host: '127.0.0.1',
  port: 4000,
  basePath: '',
  upstream: {
    name: 'simulator',
    urls: null,
    proxyUrls: { api: null, pci: null },
    demoCredentials: { apiKey: 'demo-key', apiSecret: 'demo-secret' },
    ownCredentials: { apiKey: 'demo-key', apiSecret: 'demo-secret' },
    timeoutMs: 10_000,
    connectTimeoutMs: 3000,
    maxRetries: 2,
    breaker: { calls: 100, openMs: 5000 },
    maxConcurrency: 256,
    maxQueue: 1000,
    callBudget: 200,
    currencyCode: 'USD',
  },
  acceptsKeyPairs: true,
  tokens: null,
  inputChecks: 'strict',
  drainMs: 0,
  expressLane: true,
  operationTimeoutMs: 30_000,
  redisUrl: null,
  rateLimit: null,
  introspection: true,
  explorer: true,
  limits: {
    maxDocumentBytes: 65_536,
    maxTokens: 5000,
    maxDepth: 20,
    maxAliases: 200,
    maxDirectives: 100,
    maxRootFields: 100,
    maxBodyBytes: 1_048_576,
    maxAnswerFields: 25_000,
    maxAnswerBytes: 16_777_216,
  },
  trustedDocuments: null,
  corsOrigins: ['http://localhost:*', sandbox],
  logLevel: 'info',
  simulator: { host: '127.0.0.1', port: 4010, pciPort: 4011, seed: 1, dataFile: null, webhookUrl: null },
};

const tokens = { AUTH_JWKS_URL: 'https://issuer.test/jwks?v=1', AUTH_ISSUER: 'i', AUTH_AUDIENCE: 'a' };

describe('loadConfig', () => {
  it('has a default for every variable', () => {
    expect(loadConfig({})).toEqual(defaults);
  });

  it('treats an empty variable as unset, but for one', () => {
    const names = listVariables()
      .map(({ name }) => name)
      .filter((name) => name !== 'SIMULATOR_WEBHOOK_URL');

    expect(names.length).toBeGreaterThan(0);
    expect(loadConfig(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(defaults);
    expect(loadConfig({ PORT: undefined })).toEqual(defaults);
  });

  it('ignores the variables of other programs', () => {
    expect(loadConfig({ PATH: '/bin', NODE_ENV: 'production', PORTS: 'x', toString: 'x' })).toEqual(defaults);
  });

  it.each<{ env: Env; part: object }>([
    { env: { HOST: '0.0.0.0' }, part: { host: '0.0.0.0', simulator: { host: '0.0.0.0' } } },
    { env: { BASE_PATH: '/api/paylink/' }, part: { basePath: '/api/paylink' } },
    { env: { PORT: '0' }, part: { port: 0 } },
    { env: { PORT: '65535' }, part: { port: 65_535 } },
    { env: urls, part: { upstream: { name: 'simulator', urls: toUrls(urls) } } },
    {
      env: { PAYLINK_API_KEY: 'key', PAYLINK_API_SECRET: '12345' },
      part: { upstream: { demoCredentials: { apiKey: 'key', apiSecret: '12345' } } },
    },
    {
      env: tokens,
      part: { tokens: { jwksUrl: tokens.AUTH_JWKS_URL, issuer: 'i', audience: 'a', identifierClaim: 'sub' } },
    },
    {
      env: { ...tokens, AUTH_IDENTIFIER_CLAIM: 'https://x/id' },
      part: { tokens: { identifierClaim: 'https://x/id' } },
    },
    { env: { PAYLINK_CURRENCY: 'JPY' }, part: { upstream: { currencyCode: 'JPY' } } },
    { env: { UPSTREAM_TIMEOUT_MS: '1' }, part: { upstream: { timeoutMs: 1 } } },
    { env: { UPSTREAM_MAX_CONCURRENCY: '8' }, part: { upstream: { maxConcurrency: 8 } } },
    {
      env: { KEY_PAIRS: 'off', INPUT_CHECKS: 'reference' },
      part: { acceptsKeyPairs: false, inputChecks: 'reference' },
    },
    { env: { PAYLINK_UPSTREAM: 'sandbox' }, part: { drainMs: 5000 } },
    { env: { PAYLINK_UPSTREAM: 'sandbox', DRAIN_MS: '0' }, part: { drainMs: 0 } },
    { env: { INTROSPECTION: 'off' }, part: { introspection: false, explorer: true } },
    { env: { EXPLORER: 'off' }, part: { explorer: false, introspection: true } },
    {
      env: { CORS_ORIGINS: 'https://a.example, http://localhost:3000' },
      part: { corsOrigins: ['https://a.example', 'http://localhost:3000', 'http://localhost:*', sandbox] },
    },
    {
      env: { CORS_ORIGINS: 'https://*.preview.example.com,http://[::1]:5173', PAYLINK_UPSTREAM: 'sandbox' },
      part: { corsOrigins: ['https://*.preview.example.com', 'http://[::1]:5173'] },
    },
    {
      env: { ...urls, ...tokens, HTTPS_PROXY: 'http://me:secret@proxy.test:3128', NO_PROXY: 'pci.example.com' },
      part: {
        upstream: { proxyUrls: { api: 'http://me:secret@proxy.test:3128', pci: null } },
        tokens: { proxyUrl: 'http://me:secret@proxy.test:3128' },
      },
    },
    {
      env: { ...urls, https_proxy: 'proxy.test:3128', HTTPS_PROXY: 'http://other.test', no_proxy: 'api.example.com' },
      part: { upstream: { proxyUrls: { api: null, pci: 'http://proxy.test:3128' } } },
    },
    { env: { MAX_DOCUMENT_BYTES: '5' }, part: { limits: { maxDocumentBytes: 5 } } },
    { env: { MAX_TOKENS: '10000', MAX_DEPTH: '1' }, part: { limits: { maxTokens: 10_000, maxDepth: 1 } } },
    { env: { MAX_ALIASES: '0', MAX_DIRECTIVES: '0' }, part: { limits: { maxAliases: 0, maxDirectives: 0 } } },
    { env: { MAX_ROOT_FIELDS: '1', MAX_BODY_BYTES: '9' }, part: { limits: { maxRootFields: 1, maxBodyBytes: 9 } } },
    {
      env: { MAX_ANSWER_FIELDS: '7', MAX_ANSWER_BYTES: '8' },
      part: { limits: { maxAnswerFields: 7, maxAnswerBytes: 8 } },
    },
    { env: { TRUSTED_DOCUMENTS: 'm.json' }, part: { trustedDocuments: { file: 'm.json', mode: 'enforce' } } },
    {
      env: { TRUSTED_DOCUMENTS: 'm.json', TRUSTED_DOCUMENTS_MODE: 'log' },
      part: { trustedDocuments: { mode: 'log' } },
    },
    { env: { LOG_LEVEL: 'silent' }, part: { logLevel: 'silent' } },
    { env: { SIMULATOR_PORT: '1', SIMULATOR_PCI_PORT: '2' }, part: { simulator: { port: 1, pciPort: 2 } } },
    { env: { SIMULATOR_SEED: '0' }, part: { simulator: { seed: 0 } } },
    { env: { SIMULATOR_DATA: 'file' }, part: { simulator: { dataFile: '.data/simulator.sqlite' } } },
    { env: { SIMULATOR_DATA: 'file', SIMULATOR_FILE: '/tmp/x' }, part: { simulator: { dataFile: '/tmp/x' } } },
    {
      env: { SIMULATOR_WEBHOOK_URL: 'http://a.test/b?c=d' },
      part: { simulator: { webhookUrl: 'http://a.test/b?c=d' } },
    },
    { env: { SIMULATOR_WEBHOOK_URL: '' }, part: { simulator: { webhookUrl: '' } } },
    { env: { SIMULATOR_DATA: 'memory', SIMULATOR_FILE: '/tmp/x' }, part: { simulator: { dataFile: null } } },
  ])('reads $env', ({ env, part }) => {
    expect(loadConfig(env)).toMatchObject(part);
  });

  it.each([
    { name: 'sandbox', api: 'https://sandbox-api.atomicfi.com', pci: 'https://sandbox-pci.atomicfi.com' },
    { name: 'production', api: 'https://api.atomicfi.com', pci: 'https://pci.atomicfi.com' },
  ])("uses Atomic's $name, with the schema hidden and no credentials for anonymous callers", ({ name, api, pci }) => {
    const config = loadConfig({ PAYLINK_UPSTREAM: name, PAYLINK_API_KEY: 'key', PAYLINK_API_SECRET: 'secret' });

    const ownCredentials = { apiKey: 'key', apiSecret: 'secret' };
    expect(config.upstream).toMatchObject({ name, urls: { api, pci }, demoCredentials: null, ownCredentials });
    expect(config).toMatchObject({ introspection: false, explorer: false });
  });

  it.each(['sandbox', 'production'])('shows the schema with %s when INTROSPECTION and EXPLORER are on', (name) => {
    const env = { PAYLINK_UPSTREAM: name, INTROSPECTION: 'on', EXPLORER: 'on' };

    expect(loadConfig(env)).toMatchObject({ introspection: true, explorer: true });
  });

  it('uses custom URLs, with no credentials for anonymous callers', () => {
    const config = loadConfig({ PAYLINK_UPSTREAM: 'custom', ...urls });

    expect(config).toMatchObject({ introspection: true, explorer: true });
    const none = { demoCredentials: null, ownCredentials: null };
    expect(config.upstream).toMatchObject({ name: 'custom', urls: toUrls(urls), ...none });
  });

  it.each(['http://localhost:4010', 'http://127.0.0.1:4010', 'http://[::1]:4010', 'https://example.com'])(
    'accepts %s as a custom URL',
    (url) => {
      expect(loadConfig({ PAYLINK_UPSTREAM: 'custom', ...urls, PAYLINK_API_URL: url }).upstream.urls?.api).toBe(url);
    },
  );
});

describe('a configuration', () => {
  const url = [
    ...['example.com', 'ftp://example.com', 'https://', 'https://example.com?a=b'],
    ...['https://exa mple.com', 'https://example.com:99999', 'https://[', 'https://me:secret@example.com'],
    ...['https://@example.com', 'https://example.com//v1', 'https://example.com/v1//', 'https://example.com\\v1'],
    '"https://example.com"',
  ];
  const wholeNumber = ['0', '-1', '1.5', 'many', 'true'];
  const credential = ['two words', 'tab\tbed', 'schlüssel', 'line\nbreak', '"quoted-key"', "'quoted-key'"];
  const bad: Readonly<Record<string, readonly string[]>> = {
    PORT: ['-1', '65536', 'x', '80x', '8.5', 'true', 'false', '12n', '٨٠'],
    BASE_PATH: ['path', '//', '/a//b', '/a b', '/a?b', 'https://a.test/'],
    SIMULATOR_PORT: ['-1', '65536', 'x', 'true'],
    SIMULATOR_PCI_PORT: ['-1', '65536', 'x', 'true'],
    PAYLINK_UPSTREAM: ['staging', 'Sandbox'],
    PAYLINK_API_URL: url,
    PAYLINK_PCI_URL: url,
    PAYLINK_API_KEY: credential,
    PAYLINK_API_SECRET: credential,
    AUTH_JWKS_URL: [
      'issuer.test',
      'ftp://issuer.test',
      'https://',
      'https://[',
      'https://issuer .test',
      'https://me:secret@issuer.test',
    ],
    AUTH_ISSUER: [' '],
    AUTH_AUDIENCE: ['\t'],
    PAYLINK_CURRENCY: ['dollars', 'XQQ', '$', 'usd'],
    UPSTREAM_TIMEOUT_MS: [...wholeNumber, '600001'],
    UPSTREAM_MAX_CONCURRENCY: [...wholeNumber, '10001'],
    KEY_PAIRS: ['true', 'Off'],
    INPUT_CHECKS: ['none'],
    INTROSPECTION: ['true', 'ON', '1'],
    EXPLORER: ['true', 'ON', '1'],
    HTTPS_PROXY: ['socks5://proxy.test:1080', 'http://proxy.test/path', 'http://:3128', 'two words'],
    HTTP_PROXY: ['ftp://proxy.test'],
    CORS_ORIGINS: [
      ...['*', 'app.test', 'https://app.test/', 'https://a.test,,https://b.test', 'https://app.test/path', 'null'],
      ...['https://App.test', 'https://app.test:443', 'https://me@app.test', 'https://ä.test', 'ftp://app.test'],
      ...[
        'http://*',
        'https://*.com',
        'https://*.*.app.test',
        'https://app.*.test',
        'https://a*.app.test',
        'https://*.1.2.3',
      ],
      ...['*://app.test', 'https://app.test:*0', 'https://app.test:8*', 'https://*app.test'],
    ],
    LOG_LEVEL: ['loud', 'INFO'],
    SIMULATOR_SEED: ['-1', 'x', '1.5', 'true'],
    SIMULATOR_DATA: ['disk', 'FILE'],
    SIMULATOR_WEBHOOK_URL: ['nonsense', 'ftp://a.test', 'http://', 'http://a b', 'http://a.test/#b'],
  };
  const cases = Object.entries(bad).flatMap(([name, values]) => values.map((value) => ({ name, value })));
  const complete: Env = {
    PAYLINK_UPSTREAM: 'custom',
    ...urls,
    ...tokens,
    PAYLINK_API_KEY: 'key',
    PAYLINK_API_SECRET: 'secret',
  };

  it.each(cases)('is refused when only $name is invalid: $value', ({ name, value }) => {
    const problems = findProblems({ ...complete, [name]: value });

    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} must `))]);
    // The sentence on allowed values may contain a shorter value.
    if (value.length > 5) expect(problems.join()).not.toContain(value);
  });

  const { PAYLINK_API_URL, PAYLINK_PCI_URL } = urls;
  const { AUTH_JWKS_URL } = tokens;
  const together = /PAYLINK_API_URL and PAYLINK_PCI_URL must be set/;
  const atAtomic = { PAYLINK_API_URL: 'https://api.atomicfi.com', PAYLINK_PCI_URL: 'https://pci.atomicfi.com' };
  const keyPair = /PAYLINK_API_KEY and PAYLINK_API_SECRET must be set together/;

  it.each<{ what: string; env: Env; problem: RegExp }>([
    {
      what: 'a key set without an issuer',
      env: { AUTH_JWKS_URL, AUTH_AUDIENCE: 'a' },
      problem: /^AUTH_ISSUER must be set too/,
    },
    {
      what: 'a key set without an audience',
      env: { AUTH_JWKS_URL, AUTH_ISSUER: 'i' },
      problem: /^AUTH_AUDIENCE must be set too/,
    },
    {
      what: 'an issuer without keys',
      env: { AUTH_ISSUER: 'i' },
      problem: /^AUTH_JWKS_URL and AUTH_AUDIENCE must be set too/,
    },
    {
      what: 'bearer tokens without a key pair for the upstream',
      env: { ...tokens, PAYLINK_UPSTREAM: 'sandbox' },
      problem: /PAYLINK_API_KEY and PAYLINK_API_SECRET must be set with AUTH_JWKS_URL/,
    },
    {
      what: 'a key set over plain HTTP',
      env: { ...tokens, AUTH_JWKS_URL: 'http://issuer.test/jwks' },
      problem: /^AUTH_JWKS_URL must be https/,
    },
    { what: 'custom without URLs', env: { PAYLINK_UPSTREAM: 'custom' }, problem: together },
    {
      what: 'the simulator at a host of Atomic',
      env: atAtomic,
      problem: /PAYLINK_UPSTREAM must be sandbox or production/,
    },
    {
      what: 'the simulator at a host of Atomic with a trailing dot',
      env: { ...atAtomic, PAYLINK_API_URL: 'https://api.atomicfi.com./' },
      problem: /PAYLINK_UPSTREAM must be sandbox or production/,
    },
    {
      what: 'a key pair of ours for anonymous callers of another machine',
      env: { ...urls, PAYLINK_API_KEY: 'key', PAYLINK_API_SECRET: 'secret' },
      problem: /PAYLINK_UPSTREAM must be custom when PAYLINK_API_KEY is set/,
    },
    { what: 'custom with one URL', env: { PAYLINK_UPSTREAM: 'custom', PAYLINK_API_URL }, problem: together },
    { what: 'the PCI host alone', env: { PAYLINK_PCI_URL }, problem: together },
    {
      what: 'URLs with production',
      env: { PAYLINK_UPSTREAM: 'production', ...urls },
      problem: /is production; use custom/,
    },
    { what: 'a key without its secret', env: { PAYLINK_API_KEY: 'key' }, problem: keyPair },
    { what: 'a secret without its key', env: { PAYLINK_API_SECRET: 'secret' }, problem: keyPair },
  ])('is refused when its variables contradict each other: $what', ({ env, problem }) => {
    expect(findProblems(env)).toEqual([expect.stringMatching(problem)]);
  });

  it.each(['http://api.test', 'http://localhost.api.test', 'http://10.0.0.1'])(
    'is refused when card data would be sent unencrypted to %s',
    (url) => {
      const env = { PAYLINK_UPSTREAM: 'custom', ...urls, PAYLINK_PCI_URL: url };

      expect(findProblems(env)).toEqual([expect.stringMatching(/^PAYLINK_PCI_URL must be https/)]);
    },
  );

  it('has all problems reported at once, without its values', () => {
    const env = {
      PORT: 'hunter1',
      PAYLINK_UPSTREAM: 'hunter2',
      PAYLINK_API_URL: 'hunter3',
      PAYLINK_API_SECRET: 'hunter 4',
      PAYLINK_CURRENCY: 'hunter5',
      EXPLORER: 'hunter6',
      CORS_ORIGINS: 'hunter7',
    };

    const message = findProblems(env).join('\n');

    for (const name of Object.keys(env)) expect(message).toContain(name);
    expect(message).not.toContain('hunter');
  });
});

function toUrls({ PAYLINK_API_URL: api, PAYLINK_PCI_URL: pci }: typeof urls) {
  return { api, pci };
}

/** The lines of the message below its heading. */
function findProblems(env: Env): string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n  - ').slice(1);
    throw error;
  }
  return [];
}
