import type { Operation, Stages } from './operations.ts';
import { type RunningProcess, startSubjectProcess } from './processes.ts';
import { credentials } from './simulator-control.ts';

export interface RequestParts {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body: string;
}

/** A server that is measured, in a process of its own. */
export interface Subject extends RunningProcess {
  readonly name: string;
  readonly requestFor: (operation: Operation, user: number) => RequestParts;
}

/** The headers of each request. */
export const requestHeaders = { 'content-type': 'application/json', ...credentials };

export const gatewayModules = {
  ours: './ours.ts',
  'mercurius with JIT': './peers/mercurius.ts',
  'Yoga with JIT': './peers/yoga.ts',
  'Apollo Server with DataLoader': './peers/apollo-data-loader.ts',
  'Apollo Server with RESTDataSource': './peers/apollo-rest-data-source.ts',
} as const;

export type GatewayName = keyof typeof gatewayModules;

export async function startGateway(name: GatewayName, apiUrl: string, ...options: string[]): Promise<Subject> {
  const running = await startSubjectProcess(gatewayModules[name], apiUrl, ...options);
  const path = new URL(running.url).pathname;
  return { ...running, name, requestFor: ({ bodyFor }, user) => ({ method: 'POST', path, body: bodyFor(user) }) };
}

export async function startPassThrough(apiUrl: string, stages: Readonly<Record<string, Stages>>): Promise<Subject> {
  const running = await startSubjectProcess('./pass-through.ts', apiUrl, JSON.stringify(stages));
  const requestFor = ({ name }: Operation, user: number) =>
    ({ method: 'GET', path: `/${name}/${user}`, body: '' }) as const;
  return { ...running, name: 'pass-through', requestFor };
}
