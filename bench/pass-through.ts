import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { asUser, type Stages } from './operations.ts';
import { credentials } from './simulator-control.ts';

/**
 * The least that could be done for a screen: `GET /<screen>/<user>` makes the REST calls of that screen, those of a stage
 * at once and one stage after another, and answers with their bodies as they are.
 */
export async function start(apiUrl: string, stagesByScreen: string): Promise<string> {
  const stages = JSON.parse(stagesByScreen) as Readonly<Record<string, Stages>>;
  const upstream = new Pool(apiUrl);
  const read = async (path: string) =>
    (await upstream.request({ path, method: 'GET', headers: credentials })).body.text();

  const server = createServer(async (request, response) => {
    const [, screen = '', user = ''] = (request.url ?? '').split('/');
    const bodies: string[] = [];
    for (const paths of stages[screen] ?? []) {
      bodies.push(...(await Promise.all(paths.map((path) => read(asUser(path, Number(user)))))));
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(`[${bodies.join()}]`);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
