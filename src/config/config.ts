import type { KeyPair } from '../credentials/key-pair.ts';
import { findInconsistencies } from './consistency.ts';
import { toConfig } from './conversion.ts';
import {
  type Environment,
  findInvalid,
  knownNames,
  type RawEnvironment,
  readEnvironment,
  secretNames,
} from './environment.ts';
import { loadSecretFiles } from './secret-files.ts';
import { findUnknown } from './unknown-variables.ts';

export interface SimulatorConfig {
  readonly host: string;
  readonly port: number;
  readonly pciPort: number;
  readonly seed: number;
  /** File that keeps the state over a restart; null keeps it in memory only. */
  readonly dataFile: string | null;
  /** Receiver of webhooks: null for the gateway that starts the simulator, empty for none. */
  readonly webhookUrl: string | null;
}

/** Upper bounds on a request and its response. */
export interface Limits {
  readonly maxDocumentBytes: number;
  readonly maxTokens: number;
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxDirectives: number;
  readonly maxRootFields: number;
  readonly maxBodyBytes: number;
  readonly maxAnswerFields: number;
  readonly maxAnswerBytes: number;
}

export interface TrustedDocumentsConfig {
  /** Path of the manifest. */
  readonly file: string;
  readonly mode: Environment['TRUSTED_DOCUMENTS_MODE'];
}

/** Requirements on bearer tokens. */
export interface TokenConfig {
  readonly jwksUrl: string;
  /** Null where the key set is read without a proxy. */
  readonly proxyUrl: string | null;
  readonly issuer: string;
  readonly audience: string;
  readonly identifierClaim: string;
}

export interface UpstreamConfig {
  readonly name: Environment['PAYLINK_UPSTREAM'];
  /** Null when the gateway starts its own simulator. */
  readonly urls: { readonly api: string; readonly pci: string } | null;
  /** Null where a host is called without a proxy. */
  readonly proxyUrls: { readonly api: string | null; readonly pci: string | null };
  /** Key pair of callers without credentials; null when callers must send credentials. */
  readonly demoCredentials: KeyPair | null;
  /** The gateway's own key pair, if it has one. */
  readonly ownCredentials: KeyPair | null;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly maxRetries: number;
  readonly breaker: { readonly calls: number; readonly openMs: number };
  readonly maxConcurrency: number;
  readonly maxQueue: number;
  /** Maximum number of REST calls that one operation may need. */
  readonly callBudget: number;
  /** ISO 4217. */
  readonly currencyCode: string;
}

export interface Config {
  /** Whether plain requests are answered without Apollo Server. The responses are the same. */
  readonly expressLane: boolean;
  readonly host: string;
  readonly port: number;
  /** Prefix of public paths, without a slash at its end; empty for none. */
  readonly basePath: string;
  readonly upstream: UpstreamConfig;
  /** Whether callers may send a key pair of their own. */
  readonly acceptsKeyPairs: boolean;
  /** Null when bearer tokens are refused. */
  readonly tokens: TokenConfig | null;
  /** `reference` checks card and account data only as far as the API reference says, so that failures can be tried in the sandbox. */
  readonly inputChecks: Environment['INPUT_CHECKS'];
  /** Time between the readiness probe reporting 503 and the gateway refusing new connections. */
  readonly drainMs: number;
  /** Time that the REST calls of one operation may take together. */
  readonly operationTimeoutMs: number;
  /** Null when this process shares no state with others. */
  readonly redisUrl: string | null;
  /** REST calls per caller; null is unlimited. */
  readonly rateLimit: { readonly calls: number; readonly seconds: number } | null;
  readonly introspection: boolean;
  readonly explorer: boolean;
  readonly limits: Limits;
  /** Null when clients may run any operation. */
  readonly trustedDocuments: TrustedDocumentsConfig | null;
  /** Origins of web pages that may call the gateway, in which `*.` is any one label and `:*` any port. */
  readonly corsOrigins: readonly string[];
  readonly logLevel: Environment['LOG_LEVEL'];
  readonly simulator: SimulatorConfig;
}

export interface LoadOptions {
  /** Whether PAYLINK_UPSTREAM=none is refused: only commands that make no REST call do without an upstream. */
  readonly needsUpstream?: boolean;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['The configuration is invalid:', ...problems].join('\n  - '));
    this.problems = problems;
  }
}

/**
 * Returns the configuration, or throws one error that names every problem. The error repeats no value: some are secrets. Reads
 * nothing but `env` and the secret files that it names.
 */
export function loadConfig(given: RawEnvironment, { needsUpstream = true }: LoadOptions = {}): Config {
  const { env, problems: fileProblems } = loadSecretFiles(given, secretNames);
  const values = readEnvironment(env);
  const problems = [
    ...findUnknown(given, knownNames),
    ...fileProblems,
    ...findInvalid(values),
    ...findInconsistencies(values),
  ];
  if (needsUpstream && values.PAYLINK_UPSTREAM === 'none') {
    problems.push('PAYLINK_UPSTREAM must be simulator, sandbox, production or custom');
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return toConfig(values);
}
