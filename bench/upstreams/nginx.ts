import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { firstId } from '../operations.ts';
import type { Recording } from '../world.ts';

/** nginx takes no longer parameter than 4,096 bytes. */
const maxPartLength = 1500;

/** Serves a recording for every user from maps in the configuration of nginx. */
export async function start(program: string, recordingFile: string): Promise<string> {
  const folder = mkdtempSync(join(dirname(recordingFile), 'nginx-'));
  const port = await findFreePort();
  const recording: Recording = JSON.parse(readFileSync(recordingFile, 'utf8'));
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, renderConfig(recording, port, folder));
  const nginx = spawn(program, ['-c', file, '-p', folder, '-e', 'stderr'], { stdio: ['ignore', 'ignore', 'inherit'] });
  process.on('exit', () => nginx.kill());
  nginx.once('exit', () => process.exit(1));
  const url = `http://127.0.0.1:${port}`;
  await waitFor(`${url}/__requests`);
  return url;
}

function renderConfig(recording: Recording, port: number, folder: string): string {
  const answers = Object.entries(recording).map(
    ([path, body]) => [path.replace(firstId, ''), splitBody(body)] as const,
  );
  const partCount = Math.max(...answers.map(([, parts]) => parts.length));
  const numbers = Array.from({ length: partCount }, (_, number) => number);
  const maps = numbers.map((number) => {
    const lines = answers.flatMap(([key, parts]) => (parts[number] ? [`${quote(key)} ${quote(parts[number])};`] : []));
    return `map $key $part${number} { ${lines.join('\n')} }`;
  });
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
daemon off;
error_log /dev/null;
master_process off;
pid ${folder}/nginx.pid;
events { worker_connections 8192; }
http {
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')}
  access_log off;
  default_type application/json;
  keepalive_timeout 1h;
  keepalive_requests 1000000000;
  map_hash_bucket_size 256;
  variables_hash_bucket_size 256;
  geo $dollar { default "$"; }
  map $uri $id { '~(?<found>bench-\\d{4})' $found; }
  map $uri $key { '~^(?<before>.*?)bench-\\d{4}(?<after>.*)$' $before$after; }
  ${maps.join('\n')}
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location / {
      if ($part0 = '') { return 404; }
      return 200 ${numbers.map((number) => `$part${number}`).join('')};
    }
    location = /__requests { stub_status; }
  }
}
`;
}

/** In parts none of which ends within an id. */
function splitBody(body: string): string[] {
  const marker = '\0';
  const text = body.replaceAll(firstId, marker);
  return Array.from({ length: Math.ceil(text.length / maxPartLength) }, (_, index) =>
    text.slice(index * maxPartLength, (index + 1) * maxPartLength).replaceAll(marker, firstId),
  );
}

/** nginx has no escape for a dollar. */
function quote(text: string): string {
  const escaped = text.replace(/[\\']/g, '\\$&').replaceAll('$', '$' + '{dollar}');
  return `'${escaped.replaceAll(firstId, '$' + '{id}')}'`;
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}

async function waitFor(url: string): Promise<void> {
  while (!(await fetch(url).catch(() => null))?.ok) await sleep(20);
}
