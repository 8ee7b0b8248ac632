import { GraphQLCurrency } from 'graphql-scalars';
import { type Environment, findInvalid, readEnvironment, urlClaim } from './environment.ts';

export interface KeyPair {
  readonly apiKey: string;
  readonly apiSecret: string;
}

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
  /** How long one operation may wait for its calls. */
  readonly operationTimeoutMs: number;
  /** Null where this process shares nothing with others. */
  readonly redisUrl: string | null;
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

const atomicUrls = {
  sandbox: { api: 'https://sandbox-api.atomicfi.com', pci: 'https://sandbox-pci.atomicfi.com' },
  production: { api: 'https://api.atomicfi.com', pci: 'https://pci.atomicfi.com' },
};

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

function findContradictions(values: Environment): string[] {
  const { PAYLINK_UPSTREAM: name, PAYLINK_API_URL: api, PAYLINK_PCI_URL: pci } = values;
  const problems: string[] = [];
  if ((api === undefined) !== (pci === undefined)) {
    problems.push('PAYLINK_API_URL and PAYLINK_PCI_URL must be set together');
  }
  for (const [variable, url] of Object.entries({ PAYLINK_API_URL: api, PAYLINK_PCI_URL: pci })) {
    if (url !== undefined && !URL.canParse(url)) problems.push(`${variable} ${urlClaim}`);
  }
  if (name === 'custom' && api === undefined && pci === undefined) {
    problems.push('PAYLINK_API_URL and PAYLINK_PCI_URL must be set when PAYLINK_UPSTREAM is custom');
  }
  if (Object.hasOwn(atomicUrls, name) && (api ?? pci) !== undefined) {
    problems.push(`PAYLINK_API_URL and PAYLINK_PCI_URL cannot be set when PAYLINK_UPSTREAM is ${name}; use custom`);
  }
  if (name === 'simulator' && [api, pci].some(isAtomics)) {
    problems.push("PAYLINK_UPSTREAM must be sandbox or production for Atomic's own hosts");
  }
  if (name === 'custom') problems.push(...findUnencrypted({ PAYLINK_API_URL: api, PAYLINK_PCI_URL: pci }));
  if ((values.PAYLINK_API_KEY === undefined) !== (values.PAYLINK_API_SECRET === undefined)) {
    problems.push('PAYLINK_API_KEY and PAYLINK_API_SECRET must be set together');
  }
  if (!isCurrency(values.PAYLINK_CURRENCY)) problems.push('PAYLINK_CURRENCY must be an ISO 4217 code, such as USD');
  return problems;
}

/** Whoever sends no credentials is the demo service of a simulator: of the real API that must be nobody. */
function isAtomics(url: string | undefined): boolean {
  return url !== undefined && URL.canParse(url) && /(^|\.)atomicfi\.com$/.test(new URL(url).hostname);
}

function findUnencrypted(urls: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(urls)
    .filter(([, raw]) => raw?.startsWith('http:') && !/^http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/.test(raw))
    .map(([variable]) => `${variable} must be https, unless it is on this machine`);
}

function isCurrency(code: string): boolean {
  try {
    return GraphQLCurrency.parseValue(code) === code && code === code.toUpperCase();
  } catch {
    return false;
  }
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
    operationTimeoutMs: values.OPERATION_TIMEOUT_MS,
    redisUrl: values.REDIS_URL ?? null,
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

function isOn(value: 'on' | 'off' | undefined, preset: boolean): boolean {
  return value === undefined ? preset : value === 'on';
}
