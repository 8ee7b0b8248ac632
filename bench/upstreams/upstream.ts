import { findTool } from '../machine.ts';
import { startProcess } from '../processes.ts';

/** The REST API behind the subjects while they are measured. */
export interface Upstream {
  readonly name: string;
  readonly url: string;
  /** All so far, with those that ask for this. */
  countRequests(): Promise<number>;
  stop(): Promise<void>;
}

/** An upstream that can also hold back its answers. */
export interface SlowUpstream extends Upstream {
  setLatency(ms: number): Promise<void>;
}

/** nginx where it is installed. */
export async function startUpstream(recordingFile: string): Promise<Upstream> {
  const nginx = findTool('nginx');
  if (nginx === null) return startSlowUpstream(recordingFile);
  const { url, stop } = await startProcess('./upstreams/nginx.ts', nginx, recordingFile);
  return { name: 'nginx', url, stop, countRequests: () => countRequests(url) };
}

export async function startSlowUpstream(recordingFile: string): Promise<SlowUpstream> {
  const { url, stop } = await startProcess('./upstreams/node.ts', recordingFile);
  return {
    name: 'Node',
    url,
    stop,
    countRequests: () => countRequests(url),
    setLatency: async (ms) => void (await (await fetch(`${url}/__latency/${ms}`)).text()),
  };
}

/** The one number of our upstream, or the third in a row of the status page of nginx. */
async function countRequests(url: string): Promise<number> {
  const text = await (await fetch(`${url}/__requests`)).text();
  return Number(/(\d+)\s*(?:\nReading.*)?$/s.exec(text)?.[1]);
}
