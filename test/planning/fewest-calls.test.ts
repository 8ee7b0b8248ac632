import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noLimits } from '../support/fewest-calls/no-limits.ts';
import { operation } from '../support/fewest-calls/operation.ts';
import { permute } from '../support/fewest-calls/permute.ts';
import { createRuns } from '../support/fewest-calls/run.ts';
import { world } from '../support/fewest-calls/world.ts';
import { useGateway } from '../support/gateway.ts';

const seed = Number(process.env.FEWEST_CALLS_SEED ?? 1);
const numRuns = Number(process.env.FEWEST_CALLS_RUNS ?? 1_000);
const timeoutMs = 600_000;

const gateway = useGateway(noLimits);

describe('An operation', () => {
  it(
    'is answered rightly with the fewest calls that could answer it, and never more than it said before',
    async () => {
      const runs = createRuns(gateway);

      await fc.assert(
        fc.asyncProperty(world, operation, async (plan, drawn) => {
          const run = await runs.start(plan);

          await run.check(drawn);
        }),
        { seed, numRuns },
      );
    },
    timeoutMs,
  );

  it(
    'costs the same in whatever order its fields are written, unless only foresight could tell',
    async () => {
      const runs = createRuns(gateway);

      await fc.assert(
        fc.asyncProperty(world, operation, fc.nat(), async (plan, drawn, order) => {
          const run = await runs.start(plan);

          const written = await run.check(drawn);
          const permuted = await run.check(permute(drawn, order));

          if (written.isKnownBefore) expect(permuted.calls).toBe(written.calls);
        }),
        { seed, numRuns: Math.ceil(numRuns / 5) },
      );
    },
    timeoutMs,
  );
});
