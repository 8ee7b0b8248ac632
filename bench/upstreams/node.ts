import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { firstId } from '../operations.ts';
import type { Recording } from '../world.ts';

/**
 * Serves a recording for every user over bare sockets, as `node:http` would take longer for a call than a subject does.
 * `/__latency/<ms>` holds back each answer from then on; `/__requests` returns the number of requests, itself among them.
 */
export async function start(recordingFile: string): Promise<string> {
  const recording: Recording = JSON.parse(readFileSync(recordingFile, 'utf8'));
  const answers = new Map<string, Buffer>();
  let requestCount = 0;
  let latencyMs = 0;

  function answer(path: string): Buffer {
    const known = answers.get(path);
    if (known) return known;
    const [id = firstId] = /bench-\d{4}/.exec(path) ?? [];
    const body = recording[path.replace(id, firstId)]?.replaceAll(firstId, id);
    const made = toResponse(body === undefined ? '404 Not Found' : '200 OK', body ?? '{}');
    answers.set(path, made);
    return made;
  }

  function control(path: string): Buffer {
    const [, name, value] = path.split('/');
    if (name === '__latency') latencyMs = Number(value);
    return toResponse('200 OK', String(requestCount));
  }

  function respond(socket: Socket, path: string): void {
    requestCount += 1;
    if (path.startsWith('/__')) socket.write(control(path));
    else if (latencyMs === 0) socket.write(answer(path));
    else setTimeout(() => socket.write(answer(path)), latencyMs);
  }

  const server = createServer({ noDelay: true }, (socket) => {
    let received = '';
    socket.setEncoding('latin1').on('data', (text) => {
      received += text;
      for (let end = received.indexOf('\r\n\r\n'); end >= 0; end = received.indexOf('\r\n\r\n')) {
        respond(socket, received.slice('GET '.length, received.indexOf(' ', 'GET '.length)));
        received = received.slice(end + '\r\n\r\n'.length);
      }
    });
    socket.on('error', () => socket.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function toResponse(status: string, body: string): Buffer {
  const head = [
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: keep-alive',
  ];
  return Buffer.from(`HTTP/1.1 ${status}\r\n${head.join('\r\n')}\r\n\r\n${body}`);
}
