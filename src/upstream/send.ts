import type { Dispatcher } from 'undici';
import type { Call, Done, Send, UpstreamHost } from './call.ts';
import { createDispatcher } from './dispatcher.ts';
import { toCallError, UpstreamError } from './errors.ts';
import type { Response } from './response.ts';

export interface SendOptions {
  readonly apiUrl: string;
  readonly pciUrl: string;
  /** Null where a host is reached without a proxy. */
  readonly proxyUrls: Readonly<Record<UpstreamHost, string | null>>;
  readonly connectTimeoutMs: number;
  readonly maxConcurrency: number;
}

interface Host {
  readonly origin: string;
  readonly basePath: string;
  readonly dispatcher: Dispatcher;
}

export interface Sender {
  readonly send: Send;
  close(): Promise<void>;
}

const maxBodyBytes = 16 * 1024 * 1024;
const maxHeaderBytes = 16 * 1024;

/** The last step of a call: sends the request and collects the response. Redirects are not followed. */
export function createSender(options: SendOptions): Sender {
  const { apiUrl, pciUrl, proxyUrls } = options;
  const hosts = { api: openHost(apiUrl, proxyUrls.api, options), pci: openHost(pciUrl, proxyUrls.pci, options) };
  return {
    send: (call, done) => dispatch(hosts, call, done),
    async close() {
      await Promise.all([hosts.api.dispatcher.destroy(), hosts.pci.dispatcher.destroy()]);
    },
  };
}

function openHost(url: string, proxyUrl: string | null, { connectTimeoutMs, maxConcurrency }: SendOptions): Host {
  const { origin, pathname } = new URL(url);
  const limits = { connections: maxConcurrency, maxResponseSize: maxBodyBytes, maxHeaderSize: maxHeaderBytes };
  const dispatcher = createDispatcher(url, { connectTimeoutMs, ...limits }, proxyUrl);
  return { origin, dispatcher, basePath: pathname.replace(/\/$/, '') };
}

function dispatch(hosts: Readonly<Record<UpstreamHost, Host>>, call: Call, done: Done): void {
  const { host, method, path, body } = call;
  const { origin, basePath, dispatcher } = hosts[host];
  const { apiKey, apiSecret } = call.origin.credentials;
  const headers = ['accept', 'application/json', 'x-api-key', apiKey, 'x-api-secret', apiSecret];
  if (body !== undefined) headers.push('content-type', 'application/json');
  const request = {
    origin,
    method,
    path: basePath + path.encoded,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  };
  dispatcher.dispatch(request, new Exchange(call, done));
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
