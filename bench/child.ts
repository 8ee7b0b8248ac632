// One process of the benchmark: `child.ts <module> <options>` runs `start` of the module and reports its URL.
import { Session } from 'node:inspector/promises';

/** The export of each module that can run in a process of its own. */
export type Start = (...options: string[]) => Promise<string>;

export interface Usage {
  /** CPU time of all threads so far. */
  readonly cpuMs: number;
  readonly rssBytes: number;
}

let session: Session | undefined;

const commands = {
  usage(): Usage {
    const { user, system } = process.cpuUsage();
    return { cpuMs: (user + system) / 1000, rssBytes: process.memoryUsage.rss() };
  },
  async startProfile() {
    session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.start');
  },
  stopProfile: async () => (await session?.post('Profiler.stop'))?.profile,
};

export type Command = keyof typeof commands;

const [module = '', ...options] = process.argv.slice(2);
const { start } = (await import(module)) as { start: Start };

process.on('message', async (command: Command) => process.send?.((await commands[command]()) ?? null));
// The process that started this one has ended.
process.on('disconnect', () => process.exit());

process.send?.(await start(...options));
