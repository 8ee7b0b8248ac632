import type { CallRecord } from '../../../src/simulator/state/call-log.ts';
import { keyedMarks, keyedSendings } from './operations.ts';

/** Writes that were made more often than their senders asked for and retries allow. */
export function findExcess(calls: readonly CallRecord[], maxRetries: number): string[] {
  const writes = Map.groupBy(
    calls.filter(({ method }) => method !== 'GET'),
    ({ method, path, bodyDigest }) => `${method} ${path} ${bodyDigest}`,
  );
  return [...writes].flatMap(([name, made]) => {
    const sendings = made.some(isKeyed) ? keyedSendings : 1;
    const isPost = name.startsWith('POST');
    const most = isPost ? sendings : sendings * (1 + maxRetries);
    const acted = made.filter((call) => !isRefused(call)).length;
    return made.length > most || (isPost && acted > 1) ? [`${name}: ${made.map(({ status }) => status)}`] : [];
  });
}

const isKeyed = ({ path, bodyPaths }: CallRecord) =>
  path.includes(`/${keyedMarks.identifier}-`) || bodyPaths.includes(keyedMarks.bodyPath);

/** Nothing came of it for sure, so that the key is free again. Of a 502 or 504 that is not sure. */
const isRefused = ({ status }: CallRecord) => status !== null && status >= 400 && status !== 502 && status !== 504;
