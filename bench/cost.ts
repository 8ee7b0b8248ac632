import { actAtOnce, createPool, send } from './load/node.ts';
import { type Operation, userCount } from './operations.ts';
import { observeAllStages, type Setting } from './setting.ts';
import { type Subject, startGateway, startPassThrough } from './subjects.ts';
import { startSlowUpstream } from './upstreams/upstream.ts';
import { verifyAnswers } from './verify.ts';

const rounds = 9;
const warmUpRequests = 1000;
const requestsPerRound = 200;

/** The CPU time of a request to ours, as a multiple of one to the pass-through in the same round: by operation, the median. */
export async function measureCosts(
  operations: readonly Operation[],
  setting: Setting,
): Promise<Record<string, number>> {
  const upstream = await startSlowUpstream(setting.recordingFile);
  const stages = await observeAllStages(operations, setting);
  const ours = await startGateway('ours', upstream.url);
  const passThrough = await startPassThrough(upstream.url, stages);
  const costs: Record<string, number> = {};
  for (const operation of operations) {
    await verifyAnswers(ours, operation, warmUpRequests);
    await verifyAnswers(passThrough, operation, warmUpRequests);
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const cost = await cpuMsOf(ours, operation);
      ratios.push(cost / (await cpuMsOf(passThrough, operation)));
    }
    costs[operation.name] = ratios.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
  }
  await Promise.all([ours, passThrough, upstream].map(({ stop }) => stop()));
  return costs;
}

/** Of as many requests as a round has. */
async function cpuMsOf(subject: Subject, operation: Operation): Promise<number> {
  const pool = createPool(subject);
  const { cpuMs: before } = await subject.usage();
  await actAtOnce(
    async (number) => void (await send(pool, subject.requestFor(operation, number % userCount))),
    (number) => number >= requestsPerRound,
  );
  const { cpuMs } = await subject.usage();
  await pool.close();
  return cpuMs - before;
}
