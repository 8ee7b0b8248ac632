import { execFileSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { delimiter, join } from 'node:path';

/** The path of a program, or null where it is not installed. */
export function findTool(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** How to start Node so that a subject has the first core for itself; as usual where the system cannot pin. */
export interface Launcher {
  readonly execPath: string;
  readonly execArgv: readonly string[];
}

const taskset = findTool('taskset');
const cores = taskset ? listCores() : [];
const [subjectCore, ...otherCores] = cores;
const canPin = taskset !== null && otherCores.length > 0;

/** Moves this process, and each that it starts from now on, off the core of the subjects. */
export function leaveSubjectCore(): void {
  if (canPin) execFileSync(taskset, ['-cp', otherCores.join(','), String(process.pid)], { stdio: 'ignore' });
}

export const subjectLauncher: Launcher = canPin
  ? { execPath: taskset, execArgv: ['-c', String(subjectCore), process.execPath] }
  : { execPath: process.execPath, execArgv: [] };

export function describeMachine(): string {
  const load = loadavg().map((average) => average.toFixed(1));
  const pinning = canPin
    ? `each subject alone on core ${subjectCore}, upstream and load on ${otherCores.join(', ')}`
    : 'no process is pinned to a core';
  return (
    `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}; ${pinning}; ` +
    `load averages before the run ${load.join(' ')}`
  );
}

/** The cores this process may use, from a list such as `0-3,8`. */
function listCores(): number[] {
  const [, list = ''] = /^Cpus_allowed_list:\s*(.+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
