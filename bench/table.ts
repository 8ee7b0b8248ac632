import type { Load } from './load/load.ts';
import type { Operation, Stages } from './operations.ts';
import { observeAllStages, type Setting } from './setting.ts';
import { type Measured, measureSpeeds, type SpeedOptions } from './speed.ts';
import { type GatewayName, gatewayModules, type Subject, startGateway, startPassThrough } from './subjects.ts';
import { startSlowUpstream, startUpstream } from './upstreams/upstream.ts';

/** All that was measured with one upstream. */
export interface Table {
  /** Such as `Node, 20 ms`. */
  readonly upstream: string;
  readonly measured: readonly Measured[];
}

export interface TableOptions extends SpeedOptions {
  readonly gateways: readonly GatewayName[];
}

export const fullRun: TableOptions = {
  gateways: Object.keys(gatewayModules) as GatewayName[],
  rounds: 9,
  roundSeconds: 2,
  warmUpRequests: 1024,
};

export const quickRun: TableOptions = {
  gateways: ['ours', 'mercurius with JIT'],
  rounds: 3,
  roundSeconds: 1,
  warmUpRequests: 256,
};

const latenciesMs = [1, 20, 200];

/** The figures of each subject with an upstream that responds at once. */
export async function measureTable(
  operations: readonly Operation[],
  setting: Setting,
  load: Load,
  options: TableOptions,
): Promise<Table> {
  const upstream = await startUpstream(setting.recordingFile);
  const stages = await observeAllStages(operations, setting);
  const subjects = await startSubjects(upstream.url, stages, options.gateways);
  const measured = await measureSpeeds(operations, subjects, upstream, load, options);
  await Promise.all([...subjects, upstream].map(({ stop }) => stop()));
  return { upstream: upstream.name, measured };
}

/** The figures of each subject with a slow upstream. */
export async function measureLatencies(
  operations: readonly Operation[],
  setting: Setting,
  load: Load,
  options: TableOptions,
): Promise<Table[]> {
  const upstream = await startSlowUpstream(setting.recordingFile);
  const stages = await observeAllStages(operations, setting);
  const withCalls = operations.filter(({ name }) => stages[name]?.length);
  const subjects = await startSubjects(upstream.url, stages, options.gateways);
  const measure = (changed: Partial<SpeedOptions>) =>
    measureSpeeds(withCalls, subjects, upstream, load, { ...options, ...changed });
  await measure({ rounds: 0 });
  const tables: Table[] = [];
  for (const ms of latenciesMs) {
    await upstream.setLatency(ms);
    tables.push({ upstream: `${upstream.name}, ${ms} ms`, measured: await measure({ rounds: 3, warmUpRequests: 64 }) });
  }
  await Promise.all([...subjects, upstream].map(({ stop }) => stop()));
  return tables;
}

async function startSubjects(
  upstreamUrl: string,
  stages: Readonly<Record<string, Stages>>,
  names: readonly GatewayName[],
): Promise<Subject[]> {
  const gateways = names.map((name) => startGateway(name, upstreamUrl));
  return Promise.all([startPassThrough(upstreamUrl, stages), ...gateways]);
}
