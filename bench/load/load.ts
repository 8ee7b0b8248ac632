import { findTool } from '../machine.ts';
import type { Operation } from '../operations.ts';
import type { Subject } from '../subjects.ts';
import { createNodeLoad } from './node.ts';
import { createWrkLoad } from './wrk.ts';

/** So many requests are under way at once. */
export const connectionCount = 32;

export interface Served {
  readonly requestCount: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Load {
  readonly name: string;
  /** Asks as one user after another, again as soon as there is a response; rejects when a body is not of that length. */
  run(subject: Subject, operation: Operation, seconds: number, bodyBytes: number): Promise<Served>;
}

/** wrk where it is installed. */
export function createLoad(folder: string): Load {
  const wrk = findTool('wrk');
  return wrk === null ? createNodeLoad() : createWrkLoad(wrk, folder);
}
