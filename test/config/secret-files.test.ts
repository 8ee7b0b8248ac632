import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from '../../src/config/config.ts';

let folder = '';
const write = (content: string) => {
  const path = join(folder, 'secret');
  writeFileSync(path, content);
  return path;
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'paylink-graphql-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a secret in a file', () => {
  it.each(['hunter2', 'hunter2\n', 'hunter2\r\n'])('is read without its line break: %j', (content) => {
    const env = { PAYLINK_API_KEY: 'key', PAYLINK_API_SECRET_FILE: write(content) };

    expect(loadConfig(env).upstream.ownCredentials).toEqual({ apiKey: 'key', apiSecret: 'hunter2' });
  });

  it('can be each of the secrets', () => {
    const redisUrl = 'redis://:hunter2@redis.test';
    const path = write(redisUrl);

    expect(loadConfig({ REDIS_URL_FILE: path }).redisUrl).toBe(redisUrl);
    expect(loadConfig({ PAYLINK_API_KEY_FILE: path, PAYLINK_API_SECRET_FILE: path }).upstream.ownCredentials).toEqual({
      apiKey: redisUrl,
      apiSecret: redisUrl,
    });
  });

  it.each<{ what: string; env: () => Record<string, string>; problem: RegExp }>([
    {
      what: 'the variable is also set',
      env: () => ({ PAYLINK_API_SECRET: 'hunter1', PAYLINK_API_SECRET_FILE: write('hunter2') }),
      problem: /^PAYLINK_API_SECRET and PAYLINK_API_SECRET_FILE must not both be set$/,
    },
    {
      what: 'the file does not exist',
      env: () => ({ PAYLINK_API_SECRET_FILE: join(folder, 'hunter2') }),
      problem: /^PAYLINK_API_SECRET_FILE must be the path of a readable file \(ENOENT\)$/,
    },
    {
      what: 'the file is a folder',
      env: () => ({ PAYLINK_API_SECRET_FILE: folder }),
      problem: /^PAYLINK_API_SECRET_FILE must be the path of a readable file \(EISDIR\)$/,
    },
    {
      what: 'the file is empty',
      env: () => ({ PAYLINK_API_SECRET_FILE: write('\n') }),
      problem: /^PAYLINK_API_SECRET_FILE must be the path of a file that is not empty$/,
    },
    {
      what: 'its content is invalid',
      env: () => ({ PAYLINK_API_SECRET_FILE: write('hunter 2') }),
      problem: /^PAYLINK_API_SECRET must be printable ASCII without spaces$/,
    },
    {
      what: 'its content is in quotes',
      env: () => ({ PAYLINK_API_SECRET_FILE: write('"hunter2"') }),
      problem: /^PAYLINK_API_SECRET must not be in quotes$/,
    },
  ])('is the only problem reported, without its path and content, when $what', ({ env, problem }) => {
    const problems = findProblems({ PAYLINK_API_KEY: 'key', ...env() });

    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems.join()).not.toMatch(/hunter/);
    expect(problems.join()).not.toContain(folder);
  });
});

function findProblems(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}
