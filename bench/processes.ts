import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Profiler } from 'node:inspector';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command, Usage } from './child.ts';
import { type Launcher, subjectLauncher } from './machine.ts';

export interface RunningProcess {
  readonly url: string;
  usage(): Promise<Usage>;
  startProfile(): Promise<void>;
  stopProfile(): Promise<Profiler.Profile>;
  stop(): Promise<void>;
}

/** Runs a module in a process of its own, which ends with this one at the latest. */
export function startProcess(module: string, ...options: readonly string[]): Promise<RunningProcess> {
  return launch({ execPath: process.execPath, execArgv: [] }, import.meta.url, module, options);
}

/** The same, on the core of the subjects. */
export function startSubjectProcess(module: string, ...options: readonly string[]): Promise<RunningProcess> {
  return launch(subjectLauncher, import.meta.url, module, options);
}

/** The same, of a copy of the repository. */
export function startCopiedProcess(folder: string, module: string, ...options: readonly string[]) {
  return launch(subjectLauncher, pathToFileURL(join(folder, 'bench/processes.ts')).href, module, options);
}

async function launch(
  { execPath, execArgv }: Launcher,
  base: string,
  module: string,
  options: readonly string[],
): Promise<RunningProcess> {
  const child = fork(new URL('child.ts', base), [module, ...options], {
    execPath,
    execArgv: [...execArgv],
    // Nothing of the caller's environment, so that all are configured alike. Logs are written, but to nowhere.
    env: { NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const failure = ended.then(() => {
    throw new Error(`${module} has ended.`);
  });
  failure.catch(() => undefined);
  const receive = async () => (await Promise.race([once(child, 'message'), failure]))[0];
  const command = (name: Command) => {
    child.send(name);
    return receive();
  };

  const url: string = await receive();
  return {
    url: url.replace(/\/$/, ''),
    usage: () => command('usage'),
    startProfile: () => command('startProfile'),
    stopProfile: () => command('stopProfile'),
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}
