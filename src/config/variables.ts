import Type from 'typebox';
import { isOriginPattern, splitOrigins } from './origins.ts';
import { baseUrl, credential, flag, integer, milliseconds, port, proxy, text } from './variable-kinds.ts';

/** Every environment variable: its type, its default, and its description for `--help` and the docs. */
export const variables = Type.Object({
  HOST: Type.String({ default: '127.0.0.1', title: 'Address to listen on' }),
  PORT: port(4000, 'Port of the gateway; 0 picks a free port'),
  BASE_PATH: Type.String({
    default: '/',
    pattern: '^/([\\w.~-]+(/[\\w.~-]+)*/?)?$',
    title: 'Path under which a reverse proxy serves the gateway, whether or not the proxy removes it from requests',
    claim: 'must be a path such as /paylink',
  }),
  PAYLINK_UPSTREAM: Type.Enum(['simulator', 'sandbox', 'production', 'custom', 'none'], {
    default: 'simulator',
    title:
      "REST API to call: the simulator, Atomic's sandbox, Atomic's production, custom URLs, or none for commands that make no REST call",
  }),
  PAYLINK_API_URL: baseUrl('URL of the API host, for the upstream custom, or of a simulator that is already running'),
  PAYLINK_PCI_URL: baseUrl('URL of the PCI host, the only host that receives card data; required with PAYLINK_API_URL'),
  PAYLINK_API_KEY: credential(
    "The gateway's own API key, sent upstream for callers with a bearer token, and with the simulator (default there: demo-key) for callers without credentials",
  ),
  PAYLINK_API_SECRET: credential('Secret of PAYLINK_API_KEY; default with the simulator: demo-secret'),
  AUTH_JWKS_URL: Type.Optional(
    Type.Refine(
      Type.String({
        pattern: '^https?://[^/?#@\\s\\\\]+([/?][^#\\s]*)?$',
        title: 'URL of the JSON Web Key Set that verifies bearer tokens; without it, bearer tokens are refused',
        claim: 'must be an http or https URL without a user name',
      }),
      URL.canParse,
    ),
  ),
  AUTH_ISSUER: text('Required issuer (`iss`) of bearer tokens'),
  AUTH_AUDIENCE: text('Required audience (`aud`) of bearer tokens'),
  AUTH_IDENTIFIER_CLAIM: Type.String({
    default: 'sub',
    title: "Claim of a bearer token that contains the end user's identifier",
  }),
  KEY_PAIRS: Type.Enum(['on', 'off'], {
    default: 'on',
    title: 'Whether callers may send a key pair of their own; off accepts only bearer and public tokens',
  }),
  INPUT_CHECKS: Type.Enum(['strict', 'reference'], {
    default: 'strict',
    title: "Checks of card and account data: strict, or only the checks that Atomic's API reference requires",
  }),
  PAYLINK_CURRENCY: Type.String({ default: 'USD', title: 'ISO 4217 code of all amounts; the API states no currency' }),
  UPSTREAM_TIMEOUT_MS: milliseconds(10_000, 'Timeout of one REST call'),
  UPSTREAM_CONNECT_TIMEOUT_MS: milliseconds(3000, 'Timeout for connecting to an upstream host'),
  OPERATION_TIMEOUT_MS: milliseconds(30_000, 'Time that the REST calls of one GraphQL operation may take together'),
  DRAIN_MS: Type.Optional(
    integer(
      0,
      600_000,
      null,
      'Time between the readiness probe reporting 503 and the gateway refusing new connections, in milliseconds; 5000 by default, 0 with the simulator',
    ),
  ),
  UPSTREAM_RETRIES: integer(0, 10, 2, 'Maximum number of retries of a failed REST call that is safe to repeat'),
  UPSTREAM_BREAKER_CALLS: integer(
    0,
    10_000,
    100,
    'Number of recent REST calls to a host that its circuit breaker looks at; it opens when more than half have failed; 0 turns it off',
  ),
  UPSTREAM_BREAKER_OPEN_MS: milliseconds(5000, 'Time that an open circuit breaker refuses REST calls to its host'),
  UPSTREAM_MAX_CONCURRENCY: integer(1, 10_000, 256, 'Maximum number of concurrent REST calls to each upstream host'),
  UPSTREAM_MAX_QUEUE: integer(
    0,
    1_000_000,
    1000,
    'Maximum number of REST calls that wait for each upstream host, with callers taking turns',
  ),
  UPSTREAM_CALL_BUDGET: integer(
    0,
    100_000,
    200,
    'Maximum number of REST calls that an operation may need; an operation that may need more is refused before it runs',
  ),
  HTTPS_PROXY: proxy('https_proxy', 'Proxy for https requests to the upstream and AUTH_JWKS_URL'),
  HTTP_PROXY: proxy('http_proxy', 'Proxy for http requests to them, and for https ones without HTTPS_PROXY'),
  NO_PROXY: Type.Optional(
    Type.String({
      title:
        'Hosts that are reached without a proxy, separated by commas, as this machine always is; also read as no_proxy',
      alias: 'no_proxy',
    }),
  ),
  RATE_LIMIT: Type.Optional(
    Type.String({
      pattern: '^[1-9]\\d{0,8}/(s|min|h)$',
      title: 'Maximum number of REST calls of each caller, such as 600/min; unlimited by default',
      claim: 'must be a number of calls per second, minute or hour, such as 600/min',
    }),
  ),
  REDIS_URL: Type.Optional(
    Type.String({
      pattern: '^rediss?://[^/?#\\s]+[^\\s]*$',
      title: 'URL of the Redis or Valkey that replicas share; without it, each replica keeps its own state',
      claim: 'must be a redis or rediss URL',
      isSecret: true,
    }),
  ),
  INTROSPECTION: flag('Whether clients may read the schema; on by default, but off with sandbox and production'),
  EXPLORER: flag('Whether Apollo Sandbox and /graphiql are served; on by default, but off with sandbox and production'),
  TRUSTED_DOCUMENTS: Type.Optional(
    Type.String({
      title: "Path of a manifest of the operations that clients may run, as Apollo's or Relay's tools write it",
    }),
  ),
  TRUSTED_DOCUMENTS_MODE: Type.Enum(['enforce', 'log'], {
    default: 'enforce',
    title: 'Whether an operation that is not requested by its id in TRUSTED_DOCUMENTS is refused, or only logged',
  }),
  MAX_DOCUMENT_BYTES: integer(1, 10_000_000, 65_536, 'Maximum size of a document, in bytes'),
  // Beyond 10,000 tokens a document can be nested so deeply that the parser, or a rule of graphql-js, overflows the stack.
  MAX_TOKENS: integer(1, 10_000, 5000, 'Maximum number of tokens in a document'),
  MAX_DEPTH: integer(1, 100, 20, 'Maximum depth of nested fields in an operation'),
  MAX_ALIASES: integer(
    0,
    10_000,
    200,
    'Maximum number of aliases in an operation, counted at each spread of a fragment',
  ),
  MAX_DIRECTIVES: integer(
    0,
    10_000,
    100,
    'Maximum number of directives in an operation, counted at each spread of a fragment',
  ),
  MAX_ROOT_FIELDS: integer(
    1,
    10_000,
    100,
    'Maximum number of root fields in an operation, counted at each spread of a fragment',
  ),
  MAX_BODY_BYTES: integer(1, 100_000_000, 1_048_576, 'Maximum size of a request body, in bytes'),
  MAX_ANSWER_FIELDS: integer(1, 1_000_000_000, 25_000, 'Maximum number of fields in the response to an operation'),
  MAX_ANSWER_BYTES: integer(1, 268_435_456, 16_777_216, 'Maximum size of the response to an operation, in bytes'),
  CORS_ORIGINS: Type.Optional(
    Type.Refine(
      Type.String({
        title:
          'Origins of web pages that may call the gateway, separated by commas, such as https://app.example.com, https://*.example.com (any one label) or http://localhost:* (any port; preset with the simulator)',
        claim: 'must be origins such as https://app.example.com or https://*.example.com, separated by commas',
      }),
      (value) => splitOrigins(value).every(isOriginPattern),
    ),
  ),
  LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    default: 'info',
    title: 'Lowest level that is logged',
  }),
  SIMULATOR_PORT: port(4010, "Port of the simulator's API host"),
  SIMULATOR_PCI_PORT: port(4011, "Port of the simulator's PCI host"),
  SIMULATOR_SEED: integer(0, 1_000_000, 1, 'Seed of the generated world in the simulator'),
  SIMULATOR_DATA: Type.Enum(['memory', 'file'], {
    default: 'memory',
    title: 'Place where the simulator keeps its state; a file survives a restart',
  }),
  SIMULATOR_FILE: Type.String({
    default: '.data/simulator.sqlite',
    title: "Path of the simulator's state file, for SIMULATOR_DATA=file",
  }),
  SIMULATOR_WEBHOOK_URL: Type.Optional(
    Type.Refine(
      Type.String({
        pattern: '^(https?://[^\\s#]+)?$',
        title:
          'URL to which the simulator sends webhooks; empty for none; without it, the gateway that starts the simulator',
        claim: 'must be an http or https URL, or empty',
        mayBeEmpty: true,
      }),
      (value) => value === '' || URL.canParse(value),
    ),
  ),
});
