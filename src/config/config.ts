import type { KeyPair } from '../credentials/key-pair.ts';
import { atomicUrls, findContradictions } from './consistency.ts';
import { type Environment, findInvalid, readEnvironment } from './variables.ts';

export interface SimulatorConfig {
  readonly host: string;
  readonly port: number;
  readonly pciPort: number;
  readonly seed: number;
  /** Where the state is kept over a restart; null for in memory only. */
  readonly dataFile: string | null;
}

/** What a request may be at most. */
export interface Limits {
  readonly maxTokens: number;
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxDirectives: number;
  readonly maxRootFields: number;
  readonly maxBodyBytes: number;
  readonly maxAnswerFields: number;
}

export interface TrustedDocumentsConfig {
  /** The path of the manifest. */
  readonly file: string;
  readonly mode: Environment['TRUSTED_DOCUMENTS_MODE'];
}

/** Whose bearer tokens are accepted. */
export interface TokenConfig {
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
  readonly identifierClaim: string;
}

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly upstream: {
    readonly name: Environment['PAYLINK_UPSTREAM'];
    /** Null where the gateway starts a simulator of its own. */
    readonly urls: { readonly api: string; readonly pci: string } | null;
    /** What acts for callers who bring no credentials; null where they must. */
    readonly demoCredentials: KeyPair | null;
    /** What the gateway has of its own; null where it has none. */
    readonly ownCredentials: KeyPair | null;
    readonly timeoutMs: number;
    readonly connectTimeoutMs: number;
    readonly maxRetries: number;
    readonly breaker: { readonly calls: number; readonly openMs: number };
    readonly maxConcurrency: number;
    readonly maxQueue: number;
    /** REST calls that one operation may need at most. */
    readonly callBudget: number;
    /** ISO 4217. */
    readonly currencyCode: string;
  };
  /** Null where no bearer token is accepted. */
  readonly tokens: TokenConfig | null;
  /** How long one operation may wait for its calls. */
  readonly operationTimeoutMs: number;
  /** Null where this process shares nothing with others. */
  readonly redisUrl: string | null;
  /** REST calls of each caller; null for any number. */
  readonly rateLimit: { readonly calls: number; readonly seconds: number } | null;
  readonly introspection: boolean;
  readonly explorer: boolean;
  readonly limits: Limits;
  /** Null where clients may run operations of their own. */
  readonly trustedDocuments: TrustedDocumentsConfig | null;
  /** The origins of web pages that may call the gateway from a browser. */
  readonly corsOrigins: readonly string[];
  readonly logLevel: Environment['LOG_LEVEL'];
  readonly simulator: SimulatorConfig;
}

/** What the simulator's seeded world answers to. No secret. */
const simulatorKeyPair: KeyPair = { apiKey: 'demo-key', apiSecret: 'demo-secret' };

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['The configuration cannot be used:', ...problems].join('\n  - '));
    this.problems = problems;
  }
}

/** Reads the configuration, or throws one error that names every problem. It repeats no value: some are secrets. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const values = readEnvironment(env);
  const problems = new Set([...findInvalid(values), ...findContradictions(values)]);
  if (problems.size > 0) throw new ConfigError([...problems]);
  return toConfig(values);
}

function toConfig(values: Environment): Config {
  const { HOST: host, PAYLINK_UPSTREAM: name, PAYLINK_API_URL: api, PAYLINK_PCI_URL: pci } = values;
  const { PAYLINK_API_KEY: apiKey, PAYLINK_API_SECRET: apiSecret } = values;
  const isReal = name === 'sandbox' || name === 'production';
  const given = apiKey && apiSecret ? { apiKey, apiSecret } : null;
  const own = given ?? (name === 'simulator' ? simulatorKeyPair : null);
  return {
    host,
    port: values.PORT,
    upstream: {
      name,
      urls: isReal ? atomicUrls[name] : api && pci ? { api, pci } : null,
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
    },
    tokens: toTokens(values),
    operationTimeoutMs: values.OPERATION_TIMEOUT_MS,
    redisUrl: values.REDIS_URL ?? null,
    rateLimit: toRateLimit(values.RATE_LIMIT),
    introspection: isOn(values.INTROSPECTION, !isReal),
    explorer: isOn(values.EXPLORER, !isReal),
    limits: toLimits(values),
    trustedDocuments: values.TRUSTED_DOCUMENTS
      ? { file: values.TRUSTED_DOCUMENTS, mode: values.TRUSTED_DOCUMENTS_MODE }
      : null,
    corsOrigins: values.CORS_ORIGINS?.split(/\s*,\s*/) ?? [],
    logLevel: values.LOG_LEVEL,
    simulator: {
      host,
      port: values.SIMULATOR_PORT,
      pciPort: values.SIMULATOR_PCI_PORT,
      seed: values.SIMULATOR_SEED,
      dataFile: values.SIMULATOR_DATA === 'file' ? values.SIMULATOR_FILE : null,
    },
  };
}

function toTokens(values: Environment): TokenConfig | null {
  const { AUTH_JWKS_URL: jwksUrl, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience } = values;
  if (!jwksUrl || !issuer || !audience) return null;
  return { jwksUrl, issuer, audience, identifierClaim: values.AUTH_IDENTIFIER_CLAIM };
}

function toLimits(values: Environment): Limits {
  return {
    maxTokens: values.MAX_TOKENS,
    maxDepth: values.MAX_DEPTH,
    maxAliases: values.MAX_ALIASES,
    maxDirectives: values.MAX_DIRECTIVES,
    maxRootFields: values.MAX_ROOT_FIELDS,
    maxBodyBytes: values.MAX_BODY_BYTES,
    maxAnswerFields: values.MAX_ANSWER_FIELDS,
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
