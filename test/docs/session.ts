import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from './markdown.ts';

/** The means of a reader: a folder, a shell, and the servers that a page starts. */
export interface Session {
  /** Runs a command to its end, and returns its output. Rejects when it fails. */
  run(command: string): Promise<string>;
  /** Starts a server in place of the one before, and returns once it listens. */
  start(command: string): Promise<void>;
  query(document: string, variables: unknown): Promise<unknown>;
  save(name: string, text: string): void;
  close(): Promise<void>;
}

/** The ports that pages name. */
const portNames = ['4000', '4010', '4011'] as const;
const freePorts = { PORT: '0', SIMULATOR_PORT: '0', SIMULATOR_PCI_PORT: '0' };
const isReady = /Stop with Ctrl-C|"gateway listening"/;

export function openSession(): Session {
  const folder = copyProject();
  const children = new Set<ChildProcess>();
  let ports = new Map<string, string>();

  const startShell = (command: string, env: Readonly<Record<string, string>> = {}) => {
    const { PATH = '', HOME = '' } = process.env;
    // Variables live from one block of a page to the next, as in a reader's terminal.
    const script = `set -ea -o pipefail; [ ! -f .session ] || . ./.session\n${replacePorts(command, ports)}\nexport -p > .session`;
    const child = spawn('bash', ['-c', script], {
      cwd: folder,
      env: { PATH, HOME, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, so that npm and all that it starts end together.
      detached: true,
    });
    children.add(child);
    child.once('close', () => children.delete(child));
    return child;
  };
  const stopAll = () =>
    Promise.all(
      [...children].map((child) => {
        const closed = once(child, 'close');
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
        return closed;
      }),
    );
  return {
    async start(command) {
      await stopAll();
      ports = readPorts(await readUntil(startShell(command, freePorts), isReady));
    },
    async run(command) {
      const [code, output, errors] = await readToEnd(startShell(command));
      if (code !== 0) throw new Error(`Exit code ${code}:\n${output}\n${errors}`);
      return restorePorts(output, ports);
    },
    async query(document, variables) {
      const response = await fetch(`http://localhost:${ports.get('4000')}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: document, variables }),
      });
      return response.json();
    },
    save: (name, text) => writeFileSync(join(folder, name), text),
    async close() {
      await stopAll();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A folder that looks like the project, in which pages may leave files. */
function copyProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'paylink-docs-'));
  for (const name of readdirSync(projectFolder)) {
    // Node finds the modules from where a file really is, and a command of a page must not be able to change them.
    if (!['.git', 'node_modules'].includes(name)) symlinkSync(join(projectFolder, name), join(folder, name));
  }
  return folder;
}

function replacePorts(text: string, ports: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\b(localhost|127\.0\.0\.1):(\d+)\b/g, (whole, host, port) => {
    const actual = ports.get(port);
    return actual === undefined ? whole : `${host}:${actual}`;
  });
}

function restorePorts(text: string, ports: ReadonlyMap<string, string>): string {
  return replacePorts(text, new Map([...ports].map(([named, actual]) => [actual, named])));
}

/** The ports of the gateway and of both hosts of the simulator, as far as a start message names them. */
function readPorts(message: string): Map<string, string> {
  const isGateway = /\/graphql\b|"gateway listening"/.test(message);
  const found = [...new Set([...message.matchAll(/(?:localhost|127\.0\.0\.1):(\d+)/g)].map(([, port = '']) => port))];
  const names = isGateway ? portNames : portNames.slice(1);
  return new Map(found.map((port, index) => [names[index] ?? port, port]));
}

/** The output of a server, once it says that it listens. It is read on, so that the server never waits for its reader. */
function readUntil(child: ChildProcess, pattern: RegExp): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (pattern.test(output)) resolve(output);
      });
    }
    child.once('close', () => reject(new Error(`The server ended before it listened:\n${output}`)));
  });
}

async function readToEnd(child: ChildProcess): Promise<readonly [number | null, string, string]> {
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const [code] = await once(child, 'close');
  return [code, output.stdout, output.stderr];
}
