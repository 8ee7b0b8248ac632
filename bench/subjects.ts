import type { Dispatcher } from 'undici';
import { startProcess } from './processes.ts';
import type { Screen, Stages } from './screens.ts';
import { credentials } from './upstream.ts';

/** What is measured, in a process of its own. */
export interface Subject {
  readonly name: string;
  readonly url: string;
  readonly cpuMs: () => Promise<number>;
  readonly requestFor: (screen: Screen, user: number) => Dispatcher.RequestOptions;
}

export async function startGateway(name: string, module: string, apiUrl: string): Promise<Subject> {
  const { url, cpuMs } = await startProcess(module, apiUrl);
  const headers = { 'content-type': 'application/json', ...credentials };
  return {
    name,
    url,
    cpuMs,
    requestFor: (screen, user) => ({
      method: 'POST',
      path: new URL(url).pathname,
      headers,
      body: screen.bodyFor(user),
    }),
  };
}

export async function startPassThrough(apiUrl: string, stages: Readonly<Record<string, Stages>>): Promise<Subject> {
  const { url, cpuMs } = await startProcess('./pass-through.ts', apiUrl, JSON.stringify(stages));
  return {
    name: 'pass-through',
    url,
    cpuMs,
    requestFor: ({ name }, user) => ({ method: 'GET', path: `/${name}/${user}` }),
  };
}
