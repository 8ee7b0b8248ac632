import { type Dispatcher, Pool } from 'undici';
import type { Call, Done, Send, UpstreamHost } from './call.ts';
import { toCallError, UpstreamError } from './errors.ts';
import type { Response } from './response.ts';

export interface SendOptions {
  readonly apiUrl: string;
  readonly pciUrl: string;
  readonly connectTimeoutMs: number;
  readonly maxConcurrency: number;
}

interface Host {
  readonly basePath: string;
  readonly pool: Pool;
}

export interface Sender {
  readonly send: Send;
  close(): Promise<void>;
}

const maxBodyBytes = 16 * 1024 * 1024;
const maxHeaderBytes = 16 * 1024;

/** The last step of a call: sends the request and collects the response. Redirects are not followed. */
export function createSender(options: SendOptions): Sender {
  const hosts = { api: openHost(options.apiUrl, options), pci: openHost(options.pciUrl, options) };
  return {
    send: (call, done) => dispatch(hosts, call, done),
    async close() {
      await Promise.all([hosts.api.pool.destroy(), hosts.pci.pool.destroy()]);
    },
  };
}

function openHost(url: string, { connectTimeoutMs, maxConcurrency }: SendOptions): Host {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, {
    connections: maxConcurrency,
    // HTTP/2 would put all calls on one connection, to fail with it, and has no such bound on headers.
    allowH2: false,
    maxResponseSize: maxBodyBytes,
    maxHeaderSize: maxHeaderBytes,
    // An attempt has one timeout, in the layer above.
    headersTimeout: 0,
    bodyTimeout: 0,
    // Set here, so that no environment variable can turn verification off.
    connect: { timeout: connectTimeoutMs, rejectUnauthorized: true },
  });
  return { pool, basePath: pathname.replace(/\/$/, '') };
}

function dispatch(hosts: Readonly<Record<UpstreamHost, Host>>, call: Call, done: Done): void {
  const { host, method, path, body, origin } = call;
  const { basePath, pool } = hosts[host];
  const { apiKey, apiSecret } = origin.credentials;
  const headers = ['accept', 'application/json', 'x-api-key', apiKey, 'x-api-secret', apiSecret];
  if (body !== undefined) headers.push('content-type', 'application/json');
  const request = {
    method,
    path: basePath + path.encoded,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  };
  pool.dispatch(request, new Exchange(call, done));
}

/** One request and its response, as undici reports them. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #call: Call;
  readonly #done: Done;
  #controller: Dispatcher.DispatchController | null = null;
  #status = 0;
  #headers: Response['headers'] = {};
  readonly #chunks: Buffer[] = [];
  #isOver = false;

  constructor(call: Call, done: Done) {
    this.#call = call;
    this.#done = done;
    call.cancel = (reason) => this.#cancel(reason);
  }

  /** The request has a connection and is about to be sent. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#isOver) {
      controller.abort(new UpstreamError('cancelled'));
      return;
    }
    this.#controller = controller;
    this.#call.isSent = true;
  }

  onResponseStart(_controller: unknown, status: number, headers: Response['headers']): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#end(null);
  }

  onResponseError(_controller: unknown, cause: unknown): void {
    this.#end(toCallError(cause));
  }

  #cancel(reason: UpstreamError): void {
    // A write that was sent takes effect or not: its outcome is awaited for a later request with the same key.
    if (reason.kind === 'cancelled' && this.#call.isSent && this.#call.method !== 'GET') return;
    this.#end(reason);
    this.#controller?.abort(reason);
  }

  #end(failure: UpstreamError | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#call.cancel = null;
    if (failure && this.#status === 0) this.#done(failure);
    else this.#done(null, { status: this.#status, headers: this.#headers, chunks: this.#chunks, failure });
  }
}
