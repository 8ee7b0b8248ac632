import assert from 'node:assert/strict';
import { actAtOnce, createPool, send } from './load/node.ts';
import { asUser, type Operation, userCount } from './operations.ts';
import type { Subject } from './subjects.ts';

/** The answer of a subject to an operation for user 0. */
export interface Verified {
  readonly bodyBytes: number;
  /** Absent from the pass-through, which returns the bodies of the REST calls. */
  readonly data: unknown;
}

/**
 * Makes sure that a subject answers for each user as for user 0 but for the ids, and returns that answer. Asks as many times
 * as there are users at least, so that the subject is warm afterwards.
 */
export async function verifyAnswers(subject: Subject, operation: Operation, askCount: number): Promise<Verified> {
  const pool = createPool(subject);
  const expected = await send(pool, subject.requestFor(operation, 0));
  const verify = async (number: number) => {
    const user = number % userCount;
    const answer = await send(pool, subject.requestFor(operation, user));
    assert.equal(answer, asUser(expected, user), `${subject.name} differs for user ${user} at ${operation.title}`);
  };
  await actAtOnce(verify, (number) => number >= askCount);
  await pool.close();
  const { data, errors } = JSON.parse(expected);
  assert.equal(errors, undefined, `${subject.name} fails at ${operation.title}: ${JSON.stringify(errors)}`);
  return { bodyBytes: Buffer.byteLength(expected), data };
}
