import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { type Config, ConfigError, loadConfig } from '../config/config.ts';
import { listVariables } from '../config/variables.ts';
import { printSdl } from '../graphql/sdl.ts';
import { TrustedDocumentsError } from '../operation/documents/trusted-documents.ts';
import { redactor } from '../operation/redactor.ts';
import { DoctorError, type DoctorOptions, runDoctor } from './doctor.ts';
import { ExplainError, type ExplainOptions, runExplain } from './explain.ts';
import { runSimulator } from './simulator.ts';
import { runStart } from './start.ts';

export function createProgram(): Command {
  const program = new Command('paylink-graphql')
    .description("A GraphQL gateway in front of Atomic's PayLink REST API, with a simulator of that API built in.")
    .version(readVersion())
    .showHelpAfterError('(add --help to see what there is)');

  program
    .command('start')
    .description('serve the gateway, with the simulator behind it unless another upstream is configured')
    .addHelpText(
      'after',
      describeVariables(() => true),
    )
    .action(withConfig(runStart));
  program
    .command('simulator')
    .description('serve the simulator of the PayLink REST API alone')
    .addHelpText(
      'after',
      describeVariables((name) => name === 'HOST' || name.startsWith('SIMULATOR_')),
    )
    .action(withConfig(runSimulator));
  program
    .command('schema')
    .description('print the schema as SDL')
    .action(() => console.log(printSdl()));
  program
    .command('explain')
    .description('print the most REST calls that an operation may make, without running it')
    .argument('<file>', 'a file with a GraphQL document, such as examples/overview.graphql')
    .option('--variables <file>', 'a JSON file with its variables')
    .option('--operation <name>', 'which operation, where the document holds several')
    .option('--json', 'print it as JSON')
    .action((file: string, options: ExplainOptions) =>
      withConfig(async (config) => runExplain(config, file, options))(),
    );
  program
    .command('doctor')
    .description(
      'check the configuration, the hosts of the upstream and the credentials, or how its answers have changed',
    )
    .option('--drift', 'list how answers about the users and tasks named differ from what is declared')
    .option('--user <identifier>', 'a user to read the tasks and accounts of; may be repeated', addTo, [])
    .option('--task <id>', 'a task to read; may be repeated', addTo, [])
    .option('--json', 'print it as JSON')
    .action((options: DoctorOptions) => sayFailure(() => runDoctor(process.env, options)));
  return program;
}

/** Runs a command on the configuration of this process; one that cannot be used is said, and ends it. */
function withConfig(run: (config: Config) => Promise<void>) {
  return () => sayFailure(async () => run(loadConfig(process.env)));
}

async function sayFailure(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    console.error(isForPeople(error) ? error.message : describeFailure(error));
    process.exitCode = 1;
  }
}

function isForPeople(error: unknown): error is Error {
  return [ConfigError, DoctorError, ExplainError, TrustedDocumentsError].some((kind) => error instanceof kind);
}

function addTo(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}

function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'Failed for an unknown reason.';
  const { code, syscall, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken: set another (see start --help), or stop what listens there.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'HOST is no address of this machine.';
  if (code === 'EACCES' && syscall === 'listen') return `Port ${port} is not for everyone to listen on: set another.`;
  if (code === 'ERR_SQLITE_ERROR' || syscall === 'mkdir') return `SIMULATOR_FILE cannot be used: ${error.message}.`;
  return redactor.redactText(error.stack ?? error.message);
}

function describeVariables(isWanted: (name: string) => boolean): string {
  const variables = listVariables().filter(({ name }) => isWanted(name));
  const width = Math.max(...variables.map(({ name }) => name.length));
  const lines = variables.map(
    ({ name, preset, title }) => `  ${name.padEnd(width)}  ${title}${preset && ` (default: ${preset})`}`,
  );
  return ['', 'Environment variables:', ...lines].join('\n');
}

function readVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
