import { parseArgs } from 'node:util';
import { type Count, countCalls } from './counts.ts';
import { writeDocs } from './docs.ts';
import { measureGrowth } from './growth.ts';
import { createLoad } from './load/load.ts';
import { describeMachine, leaveSubjectCore } from './machine.ts';
import { loadOperations, type Operation } from './operations.ts';
import { profileOperation } from './profile.ts';
import { renderCounts, renderDetails, renderGrowth, renderProfile, renderSummary } from './report.ts';
import { createSetting, type Setting } from './setting.ts';
import { startGateway } from './subjects.ts';
import { fullRun, measureLatencies, measureTable, quickRun } from './table.ts';

const options = {
  quick: { type: 'boolean' },
  calls: { type: 'boolean' },
  screens: { type: 'boolean' },
  growth: { type: 'boolean' },
  profile: { type: 'string' },
  docs: { type: 'boolean' },
} as const;

const maxRunMs = 3_600_000;

async function run(): Promise<void> {
  const { values } = parseArgs({ options });
  leaveSubjectCore();
  const setting = await createSetting();
  const load = createLoad(setting.folder);
  const machine = `${describeMachine()}; load by ${load.name}`;
  const workloads = loadOperations('workloads');
  console.log(`${machine}.\n`);

  if (values.profile !== undefined) return profile(workloads, values.profile, setting);
  if (values.growth) return console.log(renderGrowth(await measureGrowth(setting)));
  if (values.calls) return console.log(await countScreens(setting));

  const operations = values.screens ? loadOperations('screens') : workloads;
  const table = await measureTable(operations, setting, load, values.quick ? quickRun : fullRun);
  console.log(`${renderSummary(table)}\n${renderDetails(table)}`);
  if (values.quick || values.screens) return;

  const slowTables = await measureLatencies(workloads, setting, load, fullRun);
  for (const slow of slowTables) console.log(renderDetails(slow));
  const counts = await countScreens(setting);
  const growth = renderGrowth(await measureGrowth(setting));
  console.log(`${counts}\n${growth}`);
  if (values.docs) await writeDocs({ machine, tables: [table, ...slowTables], more: `${counts}\n${growth}` });
}

/** The cost of each screen in REST calls. */
async function countScreens({ apiUrl, control }: Setting): Promise<string> {
  const gateways = [
    await startGateway('Apollo Server with RESTDataSource', apiUrl, 'never'),
    await startGateway('Apollo Server with DataLoader', apiUrl, 'never'),
    await startGateway('ours', apiUrl),
  ];
  const counts = new Map<Operation, readonly Count[]>();
  for (const screen of loadOperations('screens')) counts.set(screen, await countCalls(screen, gateways, control));
  await Promise.all(gateways.map(({ stop }) => stop()));
  return renderCounts(gateways, counts);
}

/** Where ours spends its time, for each operation with a title that begins with the name. */
async function profile(operations: readonly Operation[], name: string, setting: Setting): Promise<void> {
  const chosen = operations.filter(({ title }) => title.startsWith(name));
  if (chosen.length === 0) throw new Error(`There is no workload ${name}.`);
  for (const operation of chosen) {
    console.log(renderProfile(operation.title, await profileOperation(operation, setting)));
  }
}

setTimeout(() => {
  console.error(`The benchmark has not ended within ${maxRunMs / 60_000} minutes.`);
  process.exit(1);
}, maxRunMs).unref();

await run();
// The processes that were started end with this one.
process.exit();
