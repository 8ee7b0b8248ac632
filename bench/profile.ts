import { writeFileSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLoad } from './load/load.ts';
import type { Operation } from './operations.ts';
import type { Setting } from './setting.ts';
import { startGateway } from './subjects.ts';
import { startUpstream } from './upstreams/upstream.ts';
import { verifyAnswers } from './verify.ts';

const warmUpRequests = 4000;
const seconds = 10;

type CallFrame = Profiler.ProfileNode['callFrame'];

/** Shares of the CPU time, the largest first. */
export interface Hottest {
  /** The whole profile, for the tools that draw one. */
  readonly file: string;
  /** By package or folder of ours. */
  readonly areas: readonly { readonly name: string; readonly self: number }[];
  /** `total` includes the functions that a function calls. */
  readonly functions: readonly { readonly name: string; readonly self: number; readonly total: number }[];
}

/** Profiles ours under load once it is warm. */
export async function profileOperation(operation: Operation, setting: Setting): Promise<Hottest> {
  const upstream = await startUpstream(setting.recordingFile);
  const ours = await startGateway('ours', upstream.url);
  const { bodyBytes } = await verifyAnswers(ours, operation, warmUpRequests);
  await ours.startProfile();
  await createLoad(setting.folder).run(ours, operation, seconds, bodyBytes);
  const profile = await ours.stopProfile();
  await Promise.all([ours.stop(), upstream.stop()]);
  const file = join(tmpdir(), `paylink-${operation.name}-${Date.now()}.cpuprofile`);
  writeFileSync(file, JSON.stringify(profile));
  return { file, ...findHottest(profile) };
}

function findHottest({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Omit<Hottest, 'file'> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const selfById = new Map<number, number>();
  for (const [index, id] of samples.entries()) {
    selfById.set(id, (selfById.get(id) ?? 0) + (timeDeltas[index] ?? 0));
  }
  const areas = new Map<string, number>();
  const self = new Map<string, number>();
  const total = new Map<string, number>();

  function add(node: Profiler.ProfileNode, callers: ReadonlySet<string>): number {
    const name = nameOf(node.callFrame);
    if (isIdle(node.callFrame)) return 0;
    const ownTime = selfById.get(node.id) ?? 0;
    increase(areas, areaOf(node.callFrame), ownTime);
    increase(self, name, ownTime);
    const below = new Set([...callers, name]);
    const time = (node.children ?? []).reduce((sum, id) => {
      const child = byId.get(id);
      return child ? sum + add(child, below) : sum;
    }, ownTime);
    // A function that calls itself counts once.
    if (!callers.has(name)) increase(total, name, time);
    return time;
  }

  const [root] = nodes;
  const all = root ? add(root, new Set()) : 0;
  const largestFirst = (times: Map<string, number>) => [...times].sort(([, a], [, b]) => b - a);
  return {
    areas: largestFirst(areas).map(([name, time]) => ({ name, self: time / all })),
    functions: largestFirst(self).map(([name, time]) => ({
      name,
      self: time / all,
      total: (total.get(name) ?? 0) / all,
    })),
  };
}

function increase(times: Map<string, number>, key: string, time: number): void {
  times.set(key, (times.get(key) ?? 0) + time);
}

/** Waiting, or the profiler itself. */
function isIdle({ functionName, url }: CallFrame): boolean {
  return functionName === '(idle)' || url.startsWith('node:inspector');
}

/** Such as `planOperation src/planning/plan.ts:69`. */
function nameOf({ functionName, url, lineNumber }: CallFrame): string {
  const name = functionName || '(anonymous)';
  const path = toPath(url);
  return path ? `${name} ${path}:${lineNumber + 1}` : name;
}

/** Such as `src/planning`, `undici` or `node:crypto`; code without a URL is the engine. */
function areaOf({ functionName, url }: CallFrame): string {
  const path = toPath(url);
  if (!path) return functionName.startsWith('(') && functionName !== '(anonymous)' ? functionName : '(engine)';
  const [first = '', second = '', third = ''] = path.split('/');
  if (path.startsWith('node:')) return `${first}/${second}`.replace(/\/$/, '');
  if (first === 'src') return third ? `${first}/${second}` : path;
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** From the folder of packages, or from the root of the repository. */
function toPath(url: string): string {
  return url.replace(/^.*\/node_modules\//, '').replace(/^file:.*\/(?=(src|bench)\/)/, '');
}
