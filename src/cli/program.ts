import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { type Config, ConfigError, type LoadOptions, loadConfig } from '../config/config.ts';
import { listVariables } from '../config/environment.ts';
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
    .showHelpAfterError('(add --help for a list of commands and options)');

  program
    .command('start')
    .description('serve the gateway, with the simulator as its upstream unless another is configured')
    .addHelpText(
      'after',
      describeVariables(() => true),
    )
    .action(withConfig(runStart));
  program
    .command('simulator')
    .description('serve only the simulator of the PayLink REST API')
    .addHelpText(
      'after',
      describeVariables((name) => name === 'HOST' || name.startsWith('SIMULATOR_')),
    )
    .action(withConfig(runSimulator, { needsUpstream: false }));
  program
    .command('schema')
    .description('print the schema as SDL')
    .action(() => console.log(printSdl()));
  program
    .command('explain')
    .description('print the maximum number of REST calls of an operation, without running it')
    .argument('<file>', 'file that contains a GraphQL document, such as examples/overview.graphql')
    .option('--variables <file>', 'JSON file that contains the variables')
    .option('--operation <name>', 'name of the operation, if the document contains several')
    .option('--json', 'print JSON')
    .action((file: string, options: ExplainOptions) =>
      withConfig(async (config) => runExplain(config, file, options), { needsUpstream: false })(),
    );
  program
    .command('doctor')
    .description('check the configuration, the upstream hosts, the credentials and other configured services')
    .option(
      '--drift',
      'read the given users and tasks instead, and list how the responses differ from the declared API',
    )
    .option(
      '--user <identifier>',
      'identifier of a user whose tasks and accounts --drift reads; may be repeated',
      addTo,
      [],
    )
    .option('--task <id>', 'id of a task that --drift reads; may be repeated', addTo, [])
    .option('--json', 'print JSON')
    .action((options: DoctorOptions) => reportFailure(() => runDoctor(process.env, options)));
  return program;
}

/** Runs a command with the configuration of this process. */
function withConfig(run: (config: Config) => Promise<void>, options?: LoadOptions) {
  return () => reportFailure(async () => run(loadConfig(process.env, options)));
}

async function reportFailure(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    console.error(isUserError(error) ? error.message : describeFailure(error));
    process.exitCode = 1;
  }
}

function isUserError(error: unknown): error is Error {
  return [ConfigError, DoctorError, ExplainError, TrustedDocumentsError].some((kind) => error instanceof kind);
}

function addTo(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}

function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'Failed for an unknown reason.';
  const { code, syscall, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use: set another port (see start --help), or stop the process that listens on it.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'HOST is not an address of this machine.';
  if (code === 'EACCES' && syscall === 'listen') return `Listening on port ${port} is not permitted: set another port.`;
  if (code === 'ERR_SQLITE_ERROR' || syscall === 'mkdir') return `SIMULATOR_FILE cannot be used: ${error.message}.`;
  return redactor.redactText(error.stack ?? error.message);
}

function describeVariables(isListed: (name: string) => boolean): string {
  const variables = listVariables().filter(({ name }) => isListed(name));
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
