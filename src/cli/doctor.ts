import { type Config, ConfigError, loadConfig } from '../config/config.ts';
import type { RawEnvironment } from '../config/environment.ts';
import type { KeyPair } from '../credentials/key-pair.ts';
import { getTaskStatus } from '../domains/task/endpoints.ts';
import type { UpstreamErrorKind } from '../upstream/errors.ts';
import { checkDependencies } from './check-dependencies.ts';
import { probeHost } from './check-host.ts';
import { type CheckResult, describeProxy, fail, pass, skip } from './check-result.ts';
import { createUpstreamReader, type Difference, reads, type Target, type UpstreamReader } from './read-upstream.ts';

export interface DoctorOptions {
  readonly drift?: boolean;
  readonly user: readonly string[];
  readonly task: readonly string[];
  readonly json?: boolean;
}

/** The options of the command are invalid. */
export class DoctorError extends Error {
  override readonly name = 'DoctorError';
}

interface Findings {
  readonly checks: readonly CheckResult[];
  /** Null without --drift. */
  readonly drift: readonly Difference[] | null;
}

/** Exit code when every read succeeded, but responses differ from their declaration. */
const driftExitCode = 2;

/** No upstream has a task with this id. */
const madeUpId = '000000000000000000000000';

const maxClockOffsetSeconds = 60;

const failures: Partial<Record<UpstreamErrorKind, string>> = {
  'invalid-id': 'this is not a valid id',
  refused: 'the upstream refuses it (400 or 422)',
  unauthenticated: 'the upstream does not accept the credentials (401); check PAYLINK_API_KEY and PAYLINK_API_SECRET',
  forbidden: 'the credentials may not read this (403); ask Atomic for a key pair with read access',
  'not-found': 'the upstream does not have it (404); give an id that exists',
  'rate-limited': 'the upstream received too many requests (429); try again later',
  timeout: 'the upstream did not respond within UPSTREAM_TIMEOUT_MS; try again later',
  'invalid-response':
    'the response cannot be served: a required value is missing or has another type; compare it with the API reference',
};

export async function runDoctor(env: RawEnvironment, options: DoctorOptions): Promise<void> {
  const hasIds = options.user.length + options.task.length > 0;
  if (options.drift && !hasIds) throw new DoctorError('--drift needs at least one --user or --task to read.');
  if (!options.drift && hasIds) throw new DoctorError('--user and --task need --drift.');
  const { checks, drift } = await examine(env, options);
  console.log(options.json ? JSON.stringify({ checks, drift }, null, 2) : draw({ checks, drift }));
  if (drift?.length) process.exitCode = driftExitCode;
  // A response that could not be read may differ too.
  if (checks.some(({ status }) => status === 'failed')) process.exitCode = 1;
}

async function examine(env: RawEnvironment, options: DoctorOptions): Promise<Findings> {
  let config: Config;
  try {
    config = loadConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { checks: error.problems.map((problem) => fail('configuration', problem)), drift: null };
  }
  const { urls, stop } = await openUpstream(config);
  try {
    const [examined, others] = await Promise.all([
      options.drift ? findDrift(config, urls, options) : checkUpstream(config, urls),
      options.drift ? [] : checkDependencies(config),
    ]);
    return { ...examined, checks: [pass('configuration'), ...examined.checks, ...others] };
  } finally {
    await stop();
  }
}

/** Returns the configured hosts; without any, starts a simulator on free ports for the time of the checks. */
async function openUpstream({ upstream, simulator }: Config) {
  if (upstream.urls) return { urls: upstream.urls, stop: async () => undefined };
  const { startSimulator } = await import('../simulator/server.ts');
  const { apiUrl, pciUrl, stop } = await startSimulator({ port: 0, pciPort: 0, seed: simulator.seed });
  return { urls: { api: apiUrl, pci: pciUrl }, stop };
}

async function checkUpstream(config: Config, urls: Target['urls']): Promise<Findings> {
  const { ownCredentials: credentials, proxyUrls, timeoutMs } = config.upstream;
  const [api, pci] = await Promise.all([
    probeHost({ url: urls.api, proxyUrl: proxyUrls.api, method: 'GET', path: `/task/${madeUpId}/status`, timeoutMs }),
    probeHost({ url: urls.pci, proxyUrl: proxyUrls.pci, method: 'POST', path: '/access-token', timeoutMs }),
  ]);
  const hosts = [
    toResult(`API host${describeProxy(proxyUrls.api)}`, api.problem),
    toResult(`PCI host${describeProxy(proxyUrls.pci)}`, pci.problem),
    ...checkClock(api.date ?? pci.date),
  ];
  return { checks: [...hosts, await checkCredentials(config, urls, api.problem === null, credentials)], drift: null };
}

async function checkCredentials(
  config: Config,
  urls: Target['urls'],
  canCall: boolean,
  credentials: KeyPair | null,
): Promise<CheckResult> {
  if (!credentials) return skip('credentials', 'none are set: callers send their own');
  if (!canCall) return skip('credentials', 'the API host does not respond');
  return withReader(config, { urls, credentials }, async (reader) => {
    const failure = await reader.read((upstream) => getTaskStatus(upstream, madeUpId));
    // The upstream reports a missing task only to a caller that may read tasks.
    return failure === null || failure === 'not-found' ? pass('credentials') : fail('credentials', describe(failure));
  });
}

/** A wrong clock makes certificates and tokens look expired, or not valid yet. */
function checkClock(date: Date | null): CheckResult[] {
  if (date === null) return [];
  const seconds = Math.round((Date.now() - date.getTime()) / 1000);
  if (!(Math.abs(seconds) > maxClockOffsetSeconds)) return [pass('clock')];
  const direction = seconds > 0 ? 'ahead of' : 'behind';
  return [
    fail('clock', `the clock of this machine is ${Math.abs(seconds)} s ${direction} the upstream's; set it by NTP`),
  ];
}

function toResult(name: string, problem: string | null): CheckResult {
  return problem === null ? pass(name) : fail(name, problem);
}

async function findDrift(config: Config, urls: Target['urls'], { user, task }: DoctorOptions): Promise<Findings> {
  const { ownCredentials: credentials } = config.upstream;
  if (!credentials) {
    return { checks: [fail('credentials', 'none are set; set PAYLINK_API_KEY and PAYLINK_API_SECRET')], drift: null };
  }
  const calls = Object.entries({ user, task } as const).flatMap(([kind, ids]) =>
    ids.flatMap((id, index) =>
      reads[kind as keyof typeof reads].map((each) => ({ ...each, id, subject: `${kind} ${index + 1}` })),
    ),
  );
  return withReader(config, { urls, credentials }, async (reader) => {
    const checks: CheckResult[] = [];
    for (const { endpoint, read, id, subject } of calls) {
      // One call at a time keeps the load on the upstream low.
      const failure = await reader.read((upstream) => read(upstream, id));
      const name = `${endpoint}, ${subject}`;
      checks.push(failure === null ? pass(name) : fail(name, describe(failure)));
    }
    return { checks, drift: reader.differences() };
  });
}

async function withReader<T>(config: Config, target: Target, use: (reader: UpstreamReader) => Promise<T>): Promise<T> {
  const reader = createUpstreamReader(config, target);
  try {
    return await use(reader);
  } finally {
    await reader.close();
  }
}

function describe(failure: UpstreamErrorKind): string {
  return failures[failure] ?? 'the upstream fails (50X) or cannot be reached; try again later';
}

function draw({ checks, drift }: Findings): string {
  const lines = checks.map(({ name, status, advice }) => `${status.padEnd(8)}${name}${advice ? `: ${advice}` : ''}`);
  if (drift === null) return lines.join('\n');
  const differences = drift.map(
    ({ endpoint, path, kind, answers }) =>
      `  ${endpoint}  ${path}  ${kind}, in ${answers} answer${answers > 1 ? 's' : ''}`,
  );
  return [...lines, '', 'Drift:', ...(differences.length > 0 ? differences : ['  none'])].join('\n');
}
