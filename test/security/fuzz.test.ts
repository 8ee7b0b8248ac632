import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { Pool } from 'undici';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { type FuzzCase, fuzzCase, type HttpCase, type RawCase } from '../support/fuzz/requests.ts';
import { type IdentityProvider, startIdentityProvider } from '../support/identity-provider.ts';
import { anyPorts, type TestProcess, useProcesses } from '../support/process.ts';

const seed = Number(process.env.FUZZ_SEED ?? 1);
const cases = Number(process.env.FUZZ_CASES ?? 20_000);
/** Number of concurrent requests. */
const volley = 20;
/** A request without a response after this time counts as hanging. */
const hangMs = 30_000;

jest.setTimeout(60_000 + cases * 30);

const processes = useProcesses(afterAll);
let simulator: Simulator;
let provider: IdentityProvider;
let gateway: TestProcess;
let url: URL;
let pool: Pool;
const statuses = new Map<number | string, number>();

beforeAll(async () => {
  simulator = await startSimulator({ port: 0, pciPort: 0 });
  provider = await startIdentityProvider();
  const urls = { PAYLINK_API_URL: simulator.apiUrl, PAYLINK_PCI_URL: simulator.pciUrl };
  gateway = processes.startCli(['start'], { env: { ...anyPorts, ...urls, ...provider.env } });
  url = new URL(JSON.parse(await gateway.find(/"gateway listening".*\n/)).url);
  pool = new Pool(url.origin, { connections: volley, headersTimeout: hangMs, bodyTimeout: hangMs });
});
afterAll(async () => {
  await pool.destroy();
  await Promise.all([simulator.stop(), provider.stop()]);
});

it('the gateway responds to every request, and never with an internal error', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fuzzCase, { minLength: volley, maxLength: volley }), async (drawn) => {
      await Promise.all(drawn.map(check));
    }),
    // No shrinking: a failure names its case, and shrinking takes longer than reading it.
    { seed, numRuns: Math.ceil(cases / volley), endOnFailure: true },
  );
  const health = await fetch(new URL('/health/ready', url));
  const { code, stdout, stderr } = await gateway.stop();

  expect(health.status).toBe(200);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.split('\n').filter((line) => /"level":[56]0/.test(line))).toEqual([]);
  // Some requests must succeed, and others must be refused in each way.
  for (const status of [200, 400, 401, 404, 413, 415])
    expect([status, statuses.get(status) ?? 0]).not.toEqual([status, 0]);
});

async function check(drawn: FuzzCase): Promise<void> {
  const { status, text } = await (drawn.kind === 'http' ? send(drawn) : sendRaw(drawn)).catch((error) => ({
    status: 'none',
    text: `no response: ${error}`,
  }));
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
  const problem = findProblem(status, text);
  if (problem) throw new Error(`${problem}\nof ${describe(drawn)}\n${status} ${text.slice(0, 2000)}`);
}

function findProblem(status: number | string, text: string): string | null {
  if (status === 'none') return 'no response';
  if (Number(status) >= 500) return 'a 5xx status';
  if (text.includes('INTERNAL_SERVER_ERROR')) return 'an internal error';
  if (/\bat [^\n"]*:\d+:\d+|node_modules|\/src\/|\.ts:\d/.test(text)) return 'a stack trace';
  return null;
}

async function send({ method, path, headers, body }: HttpCase): Promise<{ status: number; text: string }> {
  const answer = await pool.request({ method: method as 'GET', path, headers, body });
  return { status: answer.statusCode, text: await answer.body.text() };
}

/** Sends raw bytes. Closing the connection without a response is fine, because the bytes may not be HTTP. */
function sendRaw({ bytes }: RawCase): Promise<{ status: number | string; text: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname);
    let text = '';
    socket.setTimeout(hangMs, () => socket.destroy(new Error('the connection hangs')));
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (!['ECONNRESET', 'EPIPE'].includes(error.code ?? '')) reject(error);
    });
    socket.on('close', () => {
      // The bytes may contain several requests.
      const answered = [...text.matchAll(/^HTTP\/1\.\d (\d+)/gm)].map(([, status]) => Number(status));
      resolve({ status: Math.max(0, ...answered), text });
    });
    socket.end(bytes);
  });
}

function describe(drawn: FuzzCase): string {
  if (drawn.kind === 'raw') return JSON.stringify(drawn.bytes.toString('latin1')).slice(0, 3000);
  return JSON.stringify({ ...drawn, body: drawn.body?.toString('latin1') }).slice(0, 3000);
}
