import { type Config, ConfigError, loadConfig } from '../config/config.ts';
import { getTaskStatus } from '../domains/task/endpoints.ts';
import type { UpstreamErrorKind } from '../upstream/errors.ts';
import { type Check, fail, pass, skip } from './check.ts';
import { checkSurroundings } from './check-dependencies.ts';
import { findBarrier } from './check-host.ts';
import { createProber, type Difference, type Prober, probes, type Target } from './read-upstream.ts';

export interface DoctorOptions {
  readonly drift?: boolean;
  readonly user: readonly string[];
  readonly task: readonly string[];
  readonly json?: boolean;
}

/** Why nothing can be checked. */
export class DoctorError extends Error {
  override readonly name = 'DoctorError';
}

interface Findings {
  readonly checks: readonly Check[];
  /** Null where it was not looked for. */
  readonly drift: readonly Difference[] | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What the process exits with when all could be read, but answers differ from what is declared. */
const drifted = 2;

/** No upstream has a task of this id. */
const madeUpId = '000000000000000000000000';

const failures: Partial<Record<UpstreamErrorKind, string>> = {
  'invalid-id': 'this cannot be an id',
  refused: 'the upstream refuses it (400 or 422)',
  unauthenticated: 'the upstream does not accept the credentials (401); check PAYLINK_API_KEY and PAYLINK_API_SECRET',
  forbidden: 'the upstream does not allow it to these credentials (403); ask Atomic for a key pair that may read',
  'not-found': 'the upstream has none (404); give one that it has',
  'rate-limited': 'the upstream asks for fewer requests (429); try again later',
  timeout: 'no answer came within UPSTREAM_TIMEOUT_MS; try again later',
  'invalid-response':
    'the answer cannot be served, as something required is missing or of another type; hold it against the API reference',
};

export async function runDoctor(env: Environment, options: DoctorOptions): Promise<void> {
  const hasIds = options.user.length + options.task.length > 0;
  if (options.drift && !hasIds) throw new DoctorError('--drift needs at least one --user or --task to read.');
  if (!options.drift && hasIds) throw new DoctorError('--user and --task go with --drift.');
  const { checks, drift } = await examine(env, options);
  console.log(options.json ? JSON.stringify({ checks, drift }, null, 2) : draw({ checks, drift }));
  if (drift?.length) process.exitCode = drifted;
  // What could not be read may differ too.
  if (checks.some(({ status }) => status === 'failed')) process.exitCode = 1;
}

async function examine(env: Environment, options: DoctorOptions): Promise<Findings> {
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
      options.drift ? lookForDrift(config, urls, options) : checkUpstream(config, urls),
      options.drift ? [] : checkSurroundings(config),
    ]);
    return { ...examined, checks: [pass('configuration'), ...examined.checks, ...others] };
  } finally {
    await stop();
  }
}

/** The configured hosts, or else a simulator that is there for as long as the check takes, and in nobody's way. */
async function openUpstream({ upstream, simulator }: Config) {
  if (upstream.urls) return { urls: upstream.urls, stop: async () => undefined };
  const { startSimulator } = await import('../simulator/server.ts');
  const { apiUrl, pciUrl, stop } = await startSimulator({ port: 0, pciPort: 0, seed: simulator.seed });
  return { urls: { api: apiUrl, pci: pciUrl }, stop };
}

async function checkUpstream(config: Config, urls: Target['urls']): Promise<Findings> {
  const [api, pci] = await Promise.all([
    checkHost('API host', urls.api, config),
    checkHost('PCI host', urls.pci, config),
  ]);
  const { ownCredentials: credentials } = config.upstream;
  if (!credentials)
    return { checks: [api, pci, skip('credentials', 'none are set: callers bring their own')], drift: null };
  if (api.status === 'failed') {
    return { checks: [api, pci, skip('credentials', 'the API host has to answer first')], drift: null };
  }
  const check = await probe(config, { urls, credentials }, async (prober) => {
    const failure = await prober.read((upstream) => getTaskStatus(upstream, madeUpId));
    // Whoever is told that there is no such task may ask.
    return failure === null || failure === 'not-found' ? pass('credentials') : fail('credentials', describe(failure));
  });
  return { checks: [api, pci, check], drift: null };
}

async function checkHost(name: string, url: string, { upstream }: Config): Promise<Check> {
  const barrier = await findBarrier(url, upstream.timeoutMs);
  return barrier === null ? pass(name) : fail(name, barrier);
}

async function lookForDrift(config: Config, urls: Target['urls'], { user, task }: DoctorOptions): Promise<Findings> {
  const { ownCredentials: credentials } = config.upstream;
  if (!credentials) {
    return { checks: [fail('credentials', 'none are set; set PAYLINK_API_KEY and PAYLINK_API_SECRET')], drift: null };
  }
  const asked = Object.entries({ user, task } as const).flatMap(([of, ids]) =>
    ids.flatMap((id, index) =>
      probes[of as keyof typeof probes].map((each) => ({ ...each, id, of: `${of} ${index + 1}` })),
    ),
  );
  return probe(config, { urls, credentials }, async (prober) => {
    const checks: Check[] = [];
    for (const { endpoint, read, id, of } of asked) {
      // One after the other, so that the upstream does not notice it.
      const failure = await prober.read((upstream) => read(upstream, id));
      const name = `${endpoint}, ${of}`;
      checks.push(failure === null ? pass(name) : fail(name, describe(failure)));
    }
    return { checks, drift: prober.differences() };
  });
}

async function probe<T>(config: Config, target: Target, look: (prober: Prober) => Promise<T>): Promise<T> {
  const prober = createProber(config, target);
  try {
    return await look(prober);
  } finally {
    await prober.close();
  }
}

function describe(failure: UpstreamErrorKind): string {
  return failures[failure] ?? 'the upstream fails (50X), or cannot be reached; try again later';
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
