import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program.ts';
import { listVariables } from '../../src/config/environment.ts';
import { toTable } from './table.ts';

export function renderVariables(): string {
  return renderVariablesOf(() => true);
}

export function renderLimits(): string {
  return renderVariablesOf((name) => name.startsWith('MAX_'));
}

function renderVariablesOf(isListed: (name: string) => boolean): string {
  const rows = listVariables()
    .filter(({ name }) => isListed(name))
    .map(({ name, preset, title }) => [`\`${name}\``, preset && `\`${preset}\``, title]);
  return toTable(['variable', 'default', 'meaning'], rows);
}

/** Each command and each of its options. */
export function renderCommands(): string {
  const rows = createProgram().commands.flatMap((command) => [
    [`\`npx paylink-graphql ${usageOf(command)}\``, capitalize(command.description())],
    ...command.options.map(({ flags, description }) => [`\`${command.name()} ${flags}\``, capitalize(description)]),
  ]);
  return toTable(['command', 'purpose'], rows);
}

function usageOf(command: Command): string {
  return [command.name(), ...command.registeredArguments.map((argument) => `<${argument.name()}>`)].join(' ');
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
