import { fork } from 'node:child_process';
import { once } from 'node:events';

export interface RunningProcess {
  readonly url: string;
  /** How long all threads of the process have computed so far. */
  cpuMs(): Promise<number>;
}

/** Runs a module in a process of its own, which ends with this one at the latest. */
export async function startProcess(module: string, ...options: readonly string[]): Promise<RunningProcess> {
  const child = fork(new URL('child.ts', import.meta.url), [module, ...options], {
    // Nothing of the caller's environment, so that all are configured alike. Logs are written, but to nowhere.
    env: { NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const end = once(child, 'exit').then(() => {
    throw new Error(`${module} has ended.`);
  });
  end.catch(() => undefined);
  const receive = async () => (await Promise.race([once(child, 'message'), end]))[0];

  const url: string = await receive();
  return {
    url: url.replace(/\/$/, ''),
    async cpuMs() {
      child.send('cpu');
      const { user, system }: NodeJS.CpuUsage = await receive();
      return (user + system) / 1000;
    },
  };
}
