import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type LargeWorld, startLargeWorld } from '../support/cost/large-world.ts';
import { type RunningGateway, startTestGateway } from '../support/gateway.ts';

/** Aliases that share the work cost a few times as much as one alias; work for each alias makes that 50 times and more. */
const mostTimes = 15;

let world: LargeWorld;
let gateway: RunningGateway;

beforeAll(async () => {
  world = await startLargeWorld({ tasks: 10_000, accounts: 4, suggestions: 2500, metadataDepth: 1 });
  gateway = await startTestGateway({ PAYLINK_API_URL: world.url, PAYLINK_PCI_URL: world.url });
});
afterAll(async () => {
  await gateway.stop();
  world.stop();
});

/** The shortest of three times, because other processes can only add to it. */
async function measure(selection: string): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const start = performance.now();
    const { errors } = await gateway.query(`{ user(identifier: "many") { ${selection} } }`);
    times.push(performance.now() - start);
    expect(errors).toEqual([]);
  }
  return Math.min(...times);
}

it.each([
  ['tasks', 'tasks(first: 1) { totalCount }'],
  ['filtered tasks', 'tasks(first: 1, filter: { statuses: [QUEUED], payrollDataAvailable: false }) { totalCount }'],
  ['sorted accounts', 'accounts(orderBy: POTENTIAL_MONTHLY_SAVINGS) { id }'],
  ['savings', 'potentialMonthlySavings { amount }'],
  ['suggestions', 'suggestions(first: 1) { isBest }'],
  ['filtered suggestions', 'suggestions(first: 1, filter: { minimumMonthlySavings: "1" }) { isBest }'],
])('199 aliases of %s share the work of one', async (_what, field) => {
  const aliases = Array.from({ length: 199 }, (_each, index) => `a${index}: ${field}`).join(' ');

  expect(await measure(aliases)).toBeLessThan(mostTimes * (await measure(field)));
});

it('the best suggestion of an account is found once', async () => {
  const all = 'suggestions { isBest }';

  expect(await measure(`account(id: "account-1") { ${all} }`)).toBeLessThan(
    mostTimes * (await measure('potentialMonthlySavings { amount }')),
  );
});
