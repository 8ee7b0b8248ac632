import { parseArgs } from 'node:util';
import { type Count, countCalls, observeStages } from './counts.ts';
import { startProcess } from './processes.ts';
import { printCounts, printMachine, printSpeeds } from './report.ts';
import { loadScreens, type Screen, type Stages } from './screens.ts';
import { measureSpeeds } from './speed.ts';
import { type Subject, startGateway, startPassThrough } from './subjects.ts';
import { createUpstream, type Upstream } from './upstream.ts';
import { createWorld } from './world.ts';

const maxRunMs = 290_000;
const speedOptions = { rounds: 12, roundMs: 750, warmUpMs: 1000 };

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { calls: { type: 'boolean', default: false } } });
  printMachine();
  const screens = loadScreens();
  const { url: apiUrl } = await startProcess('./simulator.ts');
  const upstream = createUpstream(apiUrl);
  await createWorld(upstream);
  const ours = await startGateway('ours', './ours.ts', apiUrl);
  const gateways = [
    await startGateway('RESTDataSource', './peers/rest-data-source.ts', apiUrl),
    await startGateway('DataLoader', './peers/data-loader.ts', apiUrl),
    ours,
  ];

  const counts = new Map<Screen, readonly Count[]>();
  for (const screen of screens) counts.set(screen, await countCalls(screen, gateways, upstream));
  printCounts(gateways, counts);
  if (values.calls) return;

  const passThrough = await startPassThrough(apiUrl, await observeAllStages(screens, ours, upstream));
  printSpeeds(await measureSpeeds(screens, [passThrough, ...gateways], upstream, speedOptions), passThrough);
}

/** One screen after another: the simulator sees calls, not on whose behalf they are made. */
async function observeAllStages(screens: readonly Screen[], subject: Subject, upstream: Upstream) {
  const stages: Record<string, Stages> = {};
  for (const screen of screens) stages[screen.name] = await observeStages(screen, subject, upstream);
  return stages;
}

setTimeout(() => {
  console.error(`The benchmark has not ended within ${maxRunMs / 1000} s.`);
  process.exit(1);
}, maxRunMs).unref();

await run();
// The processes that were started end with this one.
process.exit();
