import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import tls from 'node:tls';

/** The stages of a request, in order. */
type Stage = 'name' | 'connection' | 'tls' | 'answer';

export interface HostProbe {
  readonly url: string;
  readonly proxyUrl: string | null;
  /** A call that needs credentials, so that the API answers it with 401. It is sent without any. */
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly timeoutMs: number;
}

export interface HostFindings {
  /** Null where the API responds. */
  readonly problem: string | null;
  /** The time of the host, by the `date` header of its response. */
  readonly date: Date | null;
}

const failures: Readonly<Record<Stage, { readonly problem: string; readonly advice: string }>> = {
  name: { problem: 'name cannot be resolved', advice: "check its URL and this machine's name servers" },
  connection: {
    problem: 'port refuses connections',
    advice: 'check its URL, that it is running, and firewalls in between',
  },
  tls: {
    problem: 'connection cannot be encrypted',
    advice:
      'check its certificate and the clock of this machine; NODE_EXTRA_CA_CERTS names a certificate authority of your own',
  },
  answer: { problem: 'port does not respond in HTTP', advice: 'check its URL' },
};

/** An explanation for the operator. */
class HostError extends Error {
  override readonly name = 'HostError';
}

/** Sends a call without credentials and explains why the response does not come from the API. */
export async function probeHost({ url, proxyUrl, method, path, timeoutMs }: HostProbe): Promise<HostFindings> {
  const { protocol, hostname } = new URL(url);
  const signal = AbortSignal.timeout(timeoutMs);
  const opened: { destroy(): void }[] = [];
  try {
    const tunnel = proxyUrl === null ? null : await openTunnel(new URL(proxyUrl), new URL(url), signal);
    if (tunnel) opened.push(tunnel);
    const connect = tunnel
      ? { createConnection: () => tls.connect({ socket: tunnel, servername: hostname }) }
      : { agent: false };
    const options = { method, signal, headers: { accept: 'application/json' }, ...connect };
    const { request: send } = protocol === 'https:' ? https : http;
    const call = send(url.replace(/\/$/, '') + path, options).end();
    opened.push(call);
    const response = await observe(call, 'the host', tunnel ? 'tls' : firstStage(hostname), protocol, 'response');
    const { date } = response.headers;
    return { problem: await findOddity(response), date: date === undefined ? null : new Date(date) };
  } catch (error) {
    if (error instanceof HostError) return { problem: error.message, date: null };
    throw error;
  } finally {
    for (const each of opened) each.destroy();
  }
}

/** Only https hosts are reached through a proxy: config refuses http ones on other machines. */
async function openTunnel(proxy: URL, target: URL, signal: AbortSignal): Promise<Socket> {
  const { request: send } = proxy.protocol === 'https:' ? https : http;
  const path = `${target.hostname}:${target.port || 443}`;
  const user = [proxy.username, proxy.password].map(decodeURIComponent).join(':');
  const headers = { host: path, ...(user !== ':' && { 'proxy-authorization': `Basic ${btoa(user)}` }) };
  const call = send(proxy.origin, { method: 'CONNECT', path, headers, agent: false, signal }).end();
  const response = await observe(call, 'the proxy', firstStage(proxy.hostname), proxy.protocol, 'connect');
  if (response.statusCode === 200) return response.socket;
  response.socket.destroy();
  const advice = response.statusCode === 407 ? 'check its user name and password' : 'check that it permits this host';
  throw new HostError(`the proxy refuses to connect (${response.statusCode}); ${advice}`);
}

function firstStage(hostname: string): Stage {
  return isIP(hostname.replace(/^\[|\]$/g, '')) ? 'connection' : 'name';
}

/** Resolves with the response; rejects with the stage at which the request failed. */
function observe(
  call: ClientRequest,
  party: string,
  first: Stage,
  protocol: string,
  event: 'response' | 'connect',
): Promise<IncomingMessage> {
  let stage = first;
  call.on('socket', (socket) => {
    socket.on('lookup', (error: Error | null) => {
      if (!error) stage = 'connection';
    });
    socket.on('connect', () => {
      stage = protocol === 'https:' ? 'tls' : 'answer';
    });
    socket.on('secureConnect', () => {
      stage = 'answer';
    });
  });
  return new Promise((resolve, reject) => {
    call.on(event, resolve);
    call.on('error', ({ code }: NodeJS.ErrnoException) => {
      const { problem, advice } = failures[stage];
      const reason = code === 'ABORT_ERR' ? 'within UPSTREAM_TIMEOUT_MS' : code;
      reject(new HostError(`${party}'s ${problem} (${reason}); ${advice}`));
    });
  });
}

/** Explains the difference between a response and the API's refusal of a call without credentials. */
async function findOddity(response: IncomingMessage): Promise<string | null> {
  const { statusCode: status = 0, headers } = response;
  if (status >= 500) return `the host fails (${status}); try again later`;
  if (status >= 300 && status < 400) return `the host redirects the call (${status}); check its URL`;
  const body = await text(response).catch(() => '');
  const isJson = /^application\/([\w.]+\+)?json\b/.test(headers['content-type'] ?? '') && body.startsWith('{');
  if (!isJson)
    return `the host responds, but not like the API (${status}, not JSON); check its URL, and firewalls in between`;
  if (status === 401 || status === 403 || status === 429) return null;
  return `the host responds, but not like the API (${status} to a call without credentials); check the host and path of its URL`;
}
