import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';

/** How far it is to an answer, in order. */
type Stage = 'name' | 'connection' | 'tls' | 'answer';

const barriers: Readonly<Record<Stage, { readonly what: string; readonly advice: string }>> = {
  name: { what: 'its name cannot be resolved', advice: 'check its URL, and the name servers of this machine' },
  connection: { what: 'it cannot be connected to', advice: 'check its port, that it runs, and what is in between' },
  tls: {
    what: 'the connection cannot be encrypted',
    advice: 'check its certificate; an authority of your own is named by NODE_EXTRA_CA_CERTS',
  },
  answer: { what: 'it does not answer in HTTP', advice: 'check that its URL is that of the API' },
};

/** Why nothing at that URL answers; null when something does, whatever it says. Nothing secret is sent. */
export function findBarrier(url: string, timeoutMs: number): Promise<string | null> {
  const { protocol, hostname } = new URL(url);
  const isEncrypted = protocol === 'https:';
  let stage: Stage = isIP(hostname.replace(/^\[|\]$/g, '')) ? 'connection' : 'name';
  const request = (isEncrypted ? https : http).get(url, { agent: false, signal: AbortSignal.timeout(timeoutMs) });

  return new Promise((resolve) => {
    request.on('socket', (socket) => {
      socket.on('lookup', (error: Error | null) => {
        if (!error) stage = 'connection';
      });
      socket.on('connect', () => {
        stage = isEncrypted ? 'tls' : 'answer';
      });
      socket.on('secureConnect', () => {
        stage = 'answer';
      });
    });
    request.on('error', ({ code }: NodeJS.ErrnoException) => {
      const { what, advice } = barriers[stage];
      resolve(`${what} (${code === 'ABORT_ERR' ? 'within UPSTREAM_TIMEOUT_MS' : code}); ${advice}`);
    });
    request.on('response', (response) => {
      response.destroy();
      resolve(null);
    });
  });
}
