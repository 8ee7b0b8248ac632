import type { KeyPair } from '../credentials/key-pair.ts';
import type { Config, Limits, TokenConfig, UpstreamConfig } from './config.ts';
import { atomicUrls } from './consistency.ts';
import type { Environment } from './environment.ts';
import { splitOrigins } from './origins.ts';
import { chooseProxy } from './proxy-choice.ts';

/** Key pair of the simulator's seeded world; not a secret. */
const simulatorKeyPair: KeyPair = { apiKey: 'demo-key', apiSecret: 'demo-secret' };

/** Nests values that are known to be valid. */
export function toConfig(values: Environment): Config {
  const { HOST: host, PAYLINK_UPSTREAM: name } = values;
  const isReal = name === 'sandbox' || name === 'production';
  const explorer = isOn(values.EXPLORER, !isReal);
  return {
    host,
    port: values.PORT,
    basePath: values.BASE_PATH.replace(/\/$/, ''),
    upstream: toUpstream(values),
    expressLane: true,
    acceptsKeyPairs: values.KEY_PAIRS === 'on',
    tokens: toTokens(values),
    inputChecks: values.INPUT_CHECKS,
    drainMs: values.DRAIN_MS ?? (name === 'simulator' ? 0 : 5000),
    operationTimeoutMs: values.OPERATION_TIMEOUT_MS,
    redisUrl: values.REDIS_URL ?? null,
    rateLimit: toRateLimit(values.RATE_LIMIT),
    introspection: isOn(values.INTROSPECTION, !isReal),
    explorer,
    limits: toLimits(values),
    trustedDocuments: values.TRUSTED_DOCUMENTS
      ? { file: values.TRUSTED_DOCUMENTS, mode: values.TRUSTED_DOCUMENTS_MODE }
      : null,
    corsOrigins: toOrigins(values, explorer),
    logLevel: values.LOG_LEVEL,
    simulator: {
      host,
      port: values.SIMULATOR_PORT,
      pciPort: values.SIMULATOR_PCI_PORT,
      seed: values.SIMULATOR_SEED,
      dataFile: values.SIMULATOR_DATA === 'file' ? values.SIMULATOR_FILE : null,
      webhookUrl: values.SIMULATOR_WEBHOOK_URL ?? null,
    },
  };
}

function toUpstream(values: Environment): UpstreamConfig {
  const { PAYLINK_UPSTREAM: name, PAYLINK_API_URL: api, PAYLINK_PCI_URL: pci } = values;
  const { PAYLINK_API_KEY: apiKey, PAYLINK_API_SECRET: apiSecret } = values;
  const given = apiKey && apiSecret ? { apiKey, apiSecret } : null;
  const own = given ?? (name === 'simulator' ? simulatorKeyPair : null);
  const urls = name === 'sandbox' || name === 'production' ? atomicUrls[name] : api && pci ? { api, pci } : null;
  return {
    name,
    urls,
    proxyUrls: { api: urls && chooseProxy(urls.api, values), pci: urls && chooseProxy(urls.pci, values) },
    demoCredentials: name === 'simulator' ? own : null,
    ownCredentials: own,
    timeoutMs: values.UPSTREAM_TIMEOUT_MS,
    connectTimeoutMs: values.UPSTREAM_CONNECT_TIMEOUT_MS,
    maxRetries: values.UPSTREAM_RETRIES,
    breaker: { calls: values.UPSTREAM_BREAKER_CALLS, openMs: values.UPSTREAM_BREAKER_OPEN_MS },
    maxConcurrency: values.UPSTREAM_MAX_CONCURRENCY,
    maxQueue: values.UPSTREAM_MAX_QUEUE,
    callBudget: values.UPSTREAM_CALL_BUDGET,
    currencyCode: values.PAYLINK_CURRENCY,
  };
}

function toOrigins({ CORS_ORIGINS, PAYLINK_UPSTREAM: upstream }: Environment, explorer: boolean): string[] {
  return [
    ...splitOrigins(CORS_ORIGINS),
    ...(upstream === 'simulator' ? ['http://localhost:*'] : []),
    // Apollo Sandbox, where our own page does not embed it.
    ...(explorer ? ['https://studio.apollographql.com'] : []),
  ];
}

function toTokens(values: Environment): TokenConfig | null {
  const { AUTH_JWKS_URL: jwksUrl, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience } = values;
  if (!jwksUrl || !issuer || !audience) return null;
  return {
    jwksUrl,
    proxyUrl: chooseProxy(jwksUrl, values),
    issuer,
    audience,
    identifierClaim: values.AUTH_IDENTIFIER_CLAIM,
  };
}

function toLimits(values: Environment): Limits {
  return {
    maxDocumentBytes: values.MAX_DOCUMENT_BYTES,
    maxTokens: values.MAX_TOKENS,
    maxDepth: values.MAX_DEPTH,
    maxAliases: values.MAX_ALIASES,
    maxDirectives: values.MAX_DIRECTIVES,
    maxRootFields: values.MAX_ROOT_FIELDS,
    maxBodyBytes: values.MAX_BODY_BYTES,
    maxAnswerFields: values.MAX_ANSWER_FIELDS,
    maxAnswerBytes: values.MAX_ANSWER_BYTES,
  };
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600 };

function toRateLimit(text: string | undefined): Config['rateLimit'] {
  const [calls, unit = ''] = text?.split('/') ?? [];
  const seconds = unitSeconds[unit];
  return calls && seconds ? { calls: Number(calls), seconds } : null;
}

function isOn(value: 'on' | 'off' | undefined, preset: boolean): boolean {
  return value === undefined ? preset : value === 'on';
}
