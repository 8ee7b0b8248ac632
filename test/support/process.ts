import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach } from '@jest/globals';

export const projectFolder = fileURLToPath(new URL('../../', import.meta.url));

/** Free ports for the gateway and the simulator. */
export const anyPorts = { PORT: '0', SIMULATOR_PORT: '0', SIMULATOR_PCI_PORT: '0' };

export interface Ended {
  /** Null when a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TestProcess {
  /** Resolves to stdout once it matches the pattern; rejects if the process ends before. */
  find(pattern: RegExp): Promise<string>;
  readonly ended: Promise<Ended>;
  signal(name: NodeJS.Signals): void;
  stop(signal?: 'SIGINT' | 'SIGTERM' | 'SIGUSR2'): Promise<Ended>;
}

export interface ProcessOptions {
  /** The environment of the process, besides PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Starts commands as processes that end with their test, or with `afterAll` at the end of the file. */
export function useProcesses(cleanUp: typeof afterEach = afterEach) {
  const running = new Map<ChildProcess, TestProcess>();

  cleanUp(async () => {
    const left = [...running];
    running.clear();
    for (const [child] of left) child.kill('SIGKILL');
    await Promise.allSettled(left.map(([, { ended }]) => ended));
  });

  const start = (command: readonly string[], { env = {}, cwd = projectFolder }: ProcessOptions = {}): TestProcess => {
    const [file = '', ...args] = command;
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(file, args, { cwd, env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const started = observe(child);
    running.set(child, started);
    return started;
  };
  return {
    start,
    /** Starts the CLI with the Node that runs the tests. */
    startCli: (args: readonly string[], options?: ProcessOptions) =>
      start([process.execPath, `${projectFolder}src/bin.js`, ...args], options),
  };
}

function observe(child: ChildProcess): TestProcess {
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...output }));
  });

  return {
    ended,
    find: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!pattern.test(output.stdout)) return;
          child.stdout?.off('data', look);
          resolve(output.stdout);
        };
        child.stdout?.on('data', look);
        look();
        ended.then(
          () => reject(new Error(`The process ended without ${pattern}:\n${output.stdout}\n${output.stderr}`)),
          reject,
        );
      }),
    signal: (name) => void child.kill(name),
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}
