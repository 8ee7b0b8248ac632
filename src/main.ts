import { createProgram } from './cli/program.ts';

/** Runs one command of the CLI; `args` follow the name of the program. */
export async function run(args: readonly string[]): Promise<void> {
  await createProgram().parseAsync(args, { from: 'user' });
}

if (import.meta.main) await run(process.argv.slice(2));
