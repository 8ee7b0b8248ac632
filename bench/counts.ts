import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation, Stages } from './operations.ts';
import type { RestCall, SimulatorControl } from './simulator-control.ts';
import { requestHeaders, type Subject } from './subjects.ts';

export interface Count {
  /** REST calls by endpoint, such as `1 details, 1 tasks`; of several runs, every outcome. */
  readonly calls: string;
  /** REST calls when many ask for the same at once. */
  readonly callsAtOnce: number;
}

const runs = 5;
export const askersAtOnce = 16;
/** About as long as a call takes over the internet; without it, calls are over before all have asked. */
export const latencyAtOnceMs = 50;

/** The cost of an operation for each subject. Throws unless all return the same data. */
export async function countCalls(
  operation: Operation,
  subjects: readonly Subject[],
  control: SimulatorControl,
): Promise<Count[]> {
  const counts: Count[] = [];
  let expected: unknown;
  // One after another: the simulator sees calls, not their subjects.
  for (const subject of subjects) {
    const data = await askFor(operation, subject);
    expected ??= data;
    assert.deepEqual(
      data,
      expected,
      `${subject.name} gives other data for ${operation.name} than ${subjects[0]?.name}`,
    );
    counts.push({
      calls: await countAlone(operation, subject, control),
      callsAtOnce: await countAtOnce(operation, subject, control),
    });
  }
  return counts;
}

async function countAlone(operation: Operation, subject: Subject, control: SimulatorControl): Promise<string> {
  // Several, one after another: where it depends on which answer comes first, more than one outcome is seen.
  const outcomes = new Set<string>();
  for (let run = 0; run < runs; run += 1) {
    outcomes.add(describe(await callsDuring(control, () => askFor(operation, subject))));
  }
  return [...outcomes].sort().join(' or ');
}

async function countAtOnce(operation: Operation, subject: Subject, control: SimulatorControl): Promise<number> {
  await control.setLatency(latencyAtOnceMs);
  const askAll = () => Promise.all(Array.from({ length: askersAtOnce }, () => askFor(operation, subject)));
  const { length } = await callsDuring(control, askAll);
  await control.setLatency(0);
  return length;
}

/** The REST calls that a subject makes for an operation, in stages: answers are held back to see which calls wait for them. */
export async function observeStages(
  operation: Operation,
  subject: Subject,
  control: SimulatorControl,
): Promise<Stages> {
  const latencyMs = 200;
  const stages: string[][] = [];
  let known = 0;
  let isAnswered = false;
  await control.clearCalls();
  await control.setLatency(latencyMs);
  const answer = askFor(operation, subject).finally(() => {
    isAnswered = true;
  });
  for (await sleep(latencyMs / 2); !isAnswered; await sleep(latencyMs)) {
    const calls = await control.listCalls();
    stages.push(calls.slice(known).map(({ path }) => path));
    known = calls.length;
  }
  await answer;
  await control.setLatency(0);
  return stages;
}

async function callsDuring(control: SimulatorControl, act: () => Promise<unknown>): Promise<readonly RestCall[]> {
  await control.clearCalls();
  await act();
  return control.listCalls();
}

async function askFor(operation: Operation, { name, url }: Subject): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', headers: requestHeaders, body: operation.bodyFor(0) });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
  assert.equal(errors, undefined, `${name} fails at ${operation.name}: ${JSON.stringify(errors)}`);
  return data;
}

/** `GET /user/:identifier/tasks` is known by its last word. */
function describe(calls: readonly RestCall[]): string {
  const byEndpoint = Map.groupBy(calls, ({ route }) => route?.split('/').at(-1) ?? 'unknown');
  const parts = [...byEndpoint].map(([endpoint, { length }]) => `${length} ${endpoint}`);
  return `${calls.length}: ${parts.sort().join(', ')}`;
}
