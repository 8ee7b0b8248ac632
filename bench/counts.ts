import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Screen, Stages } from './screens.ts';
import type { Subject } from './subjects.ts';
import { credentials, type RestCall, type Upstream } from './upstream.ts';

export interface Count {
  /** REST calls by endpoint, such as `1 details, 1 tasks`; of several runs, every outcome. */
  readonly calls: string;
  /** REST calls when many ask for the same at once. */
  readonly callsAtOnce: number;
}

const runs = 5;
export const askersAtOnce = 16;
/** About what a call takes over the internet; without it, calls are over before all have asked. */
export const latencyAtOnceMs = 50;

/** What a screen costs each subject, having made sure that all give the same data. */
export async function countCalls(screen: Screen, subjects: readonly Subject[], upstream: Upstream): Promise<Count[]> {
  const counts: Count[] = [];
  let expected: unknown;
  // One after another: the simulator sees calls, not on whose behalf they are made.
  for (const subject of subjects) {
    const data = await askFor(screen, subject);
    expected ??= data;
    assert.deepEqual(data, expected, `${subject.name} gives other data for ${screen.name} than ${subjects[0]?.name}`);
    counts.push({
      calls: await countAlone(screen, subject, upstream),
      callsAtOnce: await countAtOnce(screen, subject, upstream),
    });
  }
  return counts;
}

async function countAlone(screen: Screen, subject: Subject, upstream: Upstream): Promise<string> {
  // Several, one after another: where it depends on which answer comes first, more than one outcome is seen.
  const outcomes = new Set<string>();
  for (let run = 0; run < runs; run += 1) {
    outcomes.add(describe(await callsDuring(upstream, () => askFor(screen, subject))));
  }
  return [...outcomes].sort().join(' or ');
}

async function countAtOnce(screen: Screen, subject: Subject, upstream: Upstream): Promise<number> {
  await upstream.setLatency(latencyAtOnceMs);
  const askAll = () => Promise.all(Array.from({ length: askersAtOnce }, () => askFor(screen, subject)));
  const { length } = await callsDuring(upstream, askAll);
  await upstream.setLatency(0);
  return length;
}

/** The REST calls that a subject makes for a screen, in stages: answers are held back to see what waits for them. */
export async function observeStages(screen: Screen, subject: Subject, upstream: Upstream): Promise<Stages> {
  const latencyMs = 200;
  const stages: string[][] = [];
  let known = 0;
  let isAnswered = false;
  await upstream.clearCalls();
  await upstream.setLatency(latencyMs);
  const answer = askFor(screen, subject).finally(() => {
    isAnswered = true;
  });
  for (await sleep(latencyMs / 2); !isAnswered; await sleep(latencyMs)) {
    const calls = await upstream.listCalls();
    stages.push(calls.slice(known).map(({ path }) => path));
    known = calls.length;
  }
  await answer;
  await upstream.setLatency(0);
  return stages;
}

async function callsDuring(upstream: Upstream, act: () => Promise<unknown>): Promise<readonly RestCall[]> {
  await upstream.clearCalls();
  await act();
  return upstream.listCalls();
}

async function askFor(screen: Screen, { name, url }: Subject): Promise<unknown> {
  const headers = { 'content-type': 'application/json', ...credentials };
  const response = await fetch(url, { method: 'POST', headers, body: screen.bodyFor(0) });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
  assert.equal(errors, undefined, `${name} fails at ${screen.name}: ${JSON.stringify(errors)}`);
  return data;
}

/** `GET /user/:identifier/tasks` is known by its last word. */
function describe(calls: readonly RestCall[]): string {
  const byEndpoint = Map.groupBy(calls, ({ route }) => route?.split('/').at(-1) ?? 'unknown');
  const parts = [...byEndpoint].map(([endpoint, { length }]) => `${length} ${endpoint}`);
  return `${calls.length}: ${parts.sort().join(', ')}`;
}
