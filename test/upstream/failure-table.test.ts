import { describe, expect, it } from '@jest/globals';
import { faultKinds } from '../../src/simulator/faults/faults.ts';
import { ROUTES } from '../../src/simulator/route-names.ts';
import { endpoints } from '../support/failure-endpoints.ts';
import { callKinds, type Failure, failures } from '../support/failure-table.ts';
import { expectOutcome, isRead } from '../support/failure-test.ts';
import { useGateway } from '../support/gateway.ts';

describe('the table of failures', () => {
  it('has a row for every fault of the simulator', () => {
    const kinds = new Set(failures.map(({ strike }) => strike.kind));

    expect([...kinds].sort()).toEqual([...faultKinds].sort());
  });

  it('is walked through every endpoint', () => {
    expect([...new Set(endpoints.map(({ route }) => route))].sort()).toEqual([...ROUTES].sort());
    expect([...new Set(endpoints.map(({ kind }) => kind))].sort()).toEqual([...callKinds].sort());
  });

  it('tells its rows apart', () => {
    expect(new Set(failures.map(({ failure }) => failure)).size).toBe(failures.length);
  });
});

const isRepeated = ({ outcomes }: Failure) => Object.values(outcomes).some(({ calls }) => calls > 1);

const alone = failures.filter(isRepeated);
const together = failures.filter((failure) => !isRepeated(failure));

describe.each([
  { deadline: 'passes', rows: together.filter(({ isSlow }) => isSlow), env: { UPSTREAM_TIMEOUT_MS: '500' } },
  { deadline: 'is far', rows: together.filter(({ isSlow }) => !isSlow), env: {} },
])('a failure that is not repeated, where the deadline $deadline', ({ rows, env }) => {
  const gateway = useGateway({ UPSTREAM_RETRIES: '2', ...env });

  describe.each(rows)('$failure', (failure) => {
    it.each(endpoints)('comes to what the table says: $endpoint', (endpoint) =>
      expectOutcome(gateway, failure, endpoint),
    );
  });
});

describe.each(alone)('a failure that is repeated: $failure', (failure) => {
  // A gateway each, so that it is never the retry budget that decides.
  describe.each([
    { of: 'read', reads: true },
    { of: 'write', reads: false },
  ])('of a $of', ({ reads }) => {
    const gateway = useGateway({ UPSTREAM_RETRIES: '2' });

    it.each(endpoints.filter(({ kind }) => isRead(kind) === reads))(
      'comes to what the table says: $endpoint',
      (endpoint) => expectOutcome(gateway, failure, endpoint),
    );
  });
});
