import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';

/** The stages of a request, in order. */
type Stage = 'name' | 'connection' | 'tls' | 'answer';

const failures: Readonly<Record<Stage, { readonly problem: string; readonly advice: string }>> = {
  name: { problem: 'its name cannot be resolved', advice: "check its URL and this machine's name servers" },
  connection: {
    problem: 'the connection fails',
    advice: 'check its port, that it is running, and firewalls in between',
  },
  tls: {
    problem: 'the connection cannot be encrypted',
    advice: 'check its certificate; NODE_EXTRA_CA_CERTS names a certificate authority of your own',
  },
  answer: { problem: 'it does not respond in HTTP', advice: 'check that its URL is that of the API' },
};

/** Explains why a URL cannot be reached; null when anything responds there. The request contains no secret. */
export function explainUnreachable(url: string, timeoutMs: number): Promise<string | null> {
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
      const { problem, advice } = failures[stage];
      resolve(`${problem} (${code === 'ABORT_ERR' ? 'within UPSTREAM_TIMEOUT_MS' : code}); ${advice}`);
    });
    request.on('response', (response) => {
      response.destroy();
      resolve(null);
    });
  });
}
