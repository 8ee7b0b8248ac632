import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Operation, userCount } from '../operations.ts';
import { requestHeaders, type Subject } from '../subjects.ts';
import { connectionCount, type Load, type Served } from './load.ts';

const execute = promisify(execFile);
const script = fileURLToPath(new URL('wrk.lua', import.meta.url));

export function createWrkLoad(program: string, folder: string): Load {
  const files = new Map<string, string>();

  function writeRequests(subject: Subject, operation: Operation): string {
    const key = `${subject.name} ${operation.name}`;
    const known = files.get(key);
    if (known) return known;
    const file = join(folder, `requests-${files.size}.txt`);
    const lines = Array.from({ length: userCount }, (_, user) => {
      const { method, path, body } = subject.requestFor(operation, user);
      return `${method}\t${path}\t${body}`;
    });
    writeFileSync(file, `${lines.join('\n')}\n`);
    files.set(key, file);
    return file;
  }

  return {
    name: 'wrk',
    async run(subject, operation, seconds, bodyBytes) {
      const file = writeRequests(subject, operation);
      const connections = ['-t', '1', '-c', String(connectionCount), '-d', `${seconds}s`, '--timeout', '30s'];
      const options = [file, String(bodyBytes), ...Object.entries(requestHeaders).flat()];
      const url = new URL(subject.url).origin;
      const { stdout } = await execute(program, [...connections, '-s', script, url, '--', ...options]);
      const served: Served & { wrongCount: number } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
      if (served.wrongCount > 0) {
        throw new Error(`${subject.name} fails at ${operation.title} under load: ${served.wrongCount} wrong responses`);
      }
      return served;
    },
  };
}
