// One process of the benchmark: `child.ts <module> <options>` runs `start` of the module and tells where it listens.

/** What each module that can be run in a process of its own exports. */
export type Start = (...options: string[]) => Promise<string>;

const [module = '', ...options] = process.argv.slice(2);
const { start } = (await import(module)) as { start: Start };

process.on('message', () => process.send?.(process.cpuUsage()));
// Whoever started this is gone, in whatever way.
process.on('disconnect', () => process.exit());

process.send?.(await start(...options));
