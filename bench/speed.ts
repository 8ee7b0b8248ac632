import { Pool } from 'undici';
import type { Screen } from './screens.ts';
import type { Subject } from './subjects.ts';
import type { Upstream } from './upstream.ts';
import { userCount } from './world.ts';

/** Requests per second, as time goes by and as the process computes. */
export interface Speed {
  readonly perSecond: number;
  readonly perCpuSecond: number;
}

export interface SpeedOptions {
  readonly rounds: number;
  readonly roundMs: number;
  readonly warmUpMs: number;
}

/** How fast each screen is at each subject, round by round. */
export type Speeds = ReadonlyMap<Screen, ReadonlyMap<Subject, readonly Speed[]>>;

interface Load {
  readonly run: (ms: number) => Promise<Speed>;
  readonly close: () => Promise<void>;
  readonly speeds: Speed[];
}

/**
 * One after another, in rounds short enough that whatever else the machine does hits all subjects alike; within a round,
 * all of a screen come right after each other, as they are compared with each other.
 */
export async function measureSpeeds(
  screens: readonly Screen[],
  subjects: readonly Subject[],
  upstream: Upstream,
  { rounds, roundMs, warmUpMs }: SpeedOptions,
): Promise<Speeds> {
  const byScreen = new Map(
    screens.map((screen) => [screen, new Map(subjects.map((subject) => [subject, createLoad(screen, subject)]))]),
  );
  const loads = [...byScreen.values()].flatMap((bySubject) => [...bySubject.values()]);
  // One after another: together they would compete.
  for (const load of loads) await load.run(warmUpMs);
  for (let round = 0; round < rounds; round += 1) {
    for (const load of loads) load.speeds.push(await load.run(roundMs));
    // The simulator remembers every call.
    await upstream.clearCalls();
  }
  await Promise.all(loads.map(({ close }) => close()));
  const toSpeeds = ([subject, { speeds }]: [Subject, Load]): [Subject, Speed[]] => [subject, speeds];
  return new Map([...byScreen].map(([screen, bySubject]) => [screen, new Map([...bySubject].map(toSpeeds))]));
}

/** As many users as connections, each of whom asks again as soon as there is an answer. */
function createLoad(screen: Screen, subject: Subject): Load {
  const pool = new Pool(new URL(subject.url).origin, { connections: userCount });
  const users = Array.from({ length: userCount }, (_, user) => createAsker(pool, screen, subject, user));
  const run = async (ms: number): Promise<Speed> => {
    const cpuMsBefore = await subject.cpuMs();
    const startedAt = performance.now();
    const counts = users.map(async (ask) => {
      let count = 0;
      for (; performance.now() < startedAt + ms; count += 1) await ask();
      return count;
    });
    const count = (await Promise.all(counts)).reduce((sum, one) => sum + one, 0);
    const elapsedMs = performance.now() - startedAt;
    const cpuMs = (await subject.cpuMs()) - cpuMsBefore;
    return { perSecond: (count / elapsedMs) * 1000, perCpuSecond: (count / cpuMs) * 1000 };
  };
  return { run, close: () => pool.close(), speeds: [] };
}

/** Asks for one thing again and again, and takes no other answer than the first. */
function createAsker(pool: Pool, screen: Screen, subject: Subject, user: number): () => Promise<void> {
  const request = subject.requestFor(screen, user);
  let expected: string | undefined;
  return async () => {
    const { statusCode, body } = await pool.request(request);
    const answer = await body.text();
    expected ??= answer;
    if (statusCode !== 200 || answer !== expected) {
      throw new Error(`${subject.name} fails at ${screen.name} under load: ${statusCode} ${answer.slice(0, 500)}`);
    }
  };
}
