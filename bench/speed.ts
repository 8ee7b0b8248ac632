import assert from 'node:assert/strict';
import type { Load } from './load/load.ts';
import type { Operation } from './operations.ts';
import type { Subject } from './subjects.ts';
import type { Upstream } from './upstreams/upstream.ts';
import { verifyAnswers } from './verify.ts';

/** One round of one operation at one subject. */
export interface Round {
  readonly perSecond: number;
  readonly perCpuSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly rssBytes: number;
}

export interface Measured {
  readonly subject: string;
  readonly operation: string;
  readonly callsPerRequest: number;
  readonly rounds: readonly Round[];
}

export interface SpeedOptions {
  readonly rounds: number;
  readonly roundSeconds: number;
  /** Requests before the first round, by which answers are verified and code is compiled. */
  readonly warmUpRequests: number;
}

interface Course {
  readonly subject: Subject;
  readonly operation: Operation;
  readonly bodyBytes: number;
  readonly callsPerRequest: number;
  readonly rounds: Round[];
}

/**
 * One after another, in rounds short enough that any other load of the machine hits all subjects alike; within a round, all
 * subjects come right after each other, as they are compared with each other.
 */
export async function measureSpeeds(
  operations: readonly Operation[],
  subjects: readonly Subject[],
  upstream: Upstream,
  load: Load,
  options: SpeedOptions,
): Promise<Measured[]> {
  const courses: Course[] = [];
  for (const operation of operations) courses.push(...(await prepare(operation, subjects, upstream, options)));
  for (let round = 0; round < options.rounds; round += 1) {
    // One after another: together they would compete.
    for (const course of courses) course.rounds.push(await runRound(course, load, options.roundSeconds));
  }
  return courses.map(({ subject, operation, callsPerRequest, rounds }) => ({
    subject: subject.name,
    operation: operation.title,
    callsPerRequest,
    rounds,
  }));
}

/** Fails unless all subjects give the same data. */
async function prepare(
  operation: Operation,
  subjects: readonly Subject[],
  upstream: Upstream,
  { warmUpRequests }: SpeedOptions,
): Promise<Course[]> {
  const courses: Course[] = [];
  let expected: unknown;
  for (const subject of subjects) {
    const countBefore = await upstream.countRequests();
    const { bodyBytes, data } = await verifyAnswers(subject, operation, warmUpRequests);
    // The second question is itself a request to the upstream.
    const callCount = (await upstream.countRequests()) - countBefore - 1;
    expected ??= data;
    if (data !== undefined) {
      assert.deepEqual(data, expected, `${subject.name} gives other data at ${operation.title}`);
    }
    courses.push({ subject, operation, bodyBytes, callsPerRequest: callCount / (warmUpRequests + 1), rounds: [] });
  }
  return courses;
}

async function runRound({ subject, operation, bodyBytes }: Course, load: Load, seconds: number): Promise<Round> {
  const { cpuMs: cpuMsBefore } = await subject.usage();
  const served = await load.run(subject, operation, seconds, bodyBytes);
  const { cpuMs, rssBytes } = await subject.usage();
  return {
    perSecond: served.requestCount / served.seconds,
    perCpuSecond: (served.requestCount / (cpuMs - cpuMsBefore)) * 1000,
    p50Ms: served.p50Ms,
    p99Ms: served.p99Ms,
    rssBytes,
  };
}
