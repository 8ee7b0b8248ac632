import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { observeStages } from './counts.ts';
import type { Operation, Stages } from './operations.ts';
import { startProcess } from './processes.ts';
import { createSimulatorControl, type SimulatorControl } from './simulator-control.ts';
import { startGateway } from './subjects.ts';
import { createWorld, recordWorld } from './world.ts';

/** The simulator with the world of the benchmark, and a recording of its answers. */
export interface Setting {
  readonly apiUrl: string;
  readonly control: SimulatorControl;
  /** For the files of this run; removed when it ends. */
  readonly folder: string;
  readonly recordingFile: string;
}

export async function createSetting(): Promise<Setting> {
  const folder = mkdtempSync(join(tmpdir(), 'paylink-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const { url: apiUrl } = await startProcess('./simulator.ts');
  const control = createSimulatorControl(apiUrl);
  await createWorld(control);
  const recordingFile = join(folder, 'recording.json');
  writeFileSync(recordingFile, JSON.stringify(await recordWorld(apiUrl)));
  return { apiUrl, control, folder, recordingFile };
}

/** The REST calls that ours makes for each operation. */
export async function observeAllStages(
  operations: readonly Operation[],
  { apiUrl, control }: Setting,
): Promise<Readonly<Record<string, Stages>>> {
  const ours = await startGateway('ours', apiUrl);
  const stages: Record<string, Stages> = {};
  // One operation after another: the simulator sees calls, not the request that causes them.
  for (const operation of operations) stages[operation.name] = await observeStages(operation, ours, control);
  await ours.stop();
  return stages;
}
