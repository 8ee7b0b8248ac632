import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';

const EXECUTABLE = '/usr/bin/chromium';
const isThere = existsSync(EXECUTABLE);
const isDemanded = process.env.REQUIRE_TEST_TOOLS === '1';

if (!isThere && !isDemanded) process.stderr.write(`No ${EXECUTABLE}: the tests that need a browser are skipped.\n`);

/** `describe`, skipped where there is no Chromium, unless `REQUIRE_TEST_TOOLS=1` demands it. */
export const describeInBrowser = isThere || isDemanded ? describe : describe.skip;

/** A browser that reaches this machine alone, with a new profile, which goes when the browser is closed. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}
