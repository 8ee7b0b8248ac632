import { it } from '@jest/globals';
import fc from 'fast-check';
import { noLimits } from '../support/fewest-calls/no-limits.ts';
import { query } from '../support/fewest-calls/operation.ts';
import { createRuns } from '../support/fewest-calls/run.ts';
import { world } from '../support/fewest-calls/world.ts';
import { useGateway } from '../support/gateway.ts';

const seed = Number(process.env.FEWEST_CALLS_SEED ?? 1);
const numRuns = Number(process.env.FEWEST_CALLS_RUNS ?? 1_000) / 2;

const gateway = useGateway(noLimits);

it('an end user receives their own data for any operation, no other data, and for no more calls than planned', async () => {
  const runs = createRuns(gateway);

  await fc.assert(
    fc.asyncProperty(world, query, async (plan, drawn) => {
      const run = await runs.start(plan);

      await run.checkOwn(drawn);
      // Again, now that the gateway knows the owners of some tasks.
      await run.checkOwn(drawn);
    }),
    { seed, numRuns },
  );
}, 600_000);
