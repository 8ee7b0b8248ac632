import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';

const EXECUTABLE = '/usr/bin/chromium';
const isInstalled = existsSync(EXECUTABLE);
const isRequired = process.env.REQUIRE_TEST_TOOLS === '1';

if (!isInstalled && !isRequired) process.stderr.write(`No ${EXECUTABLE}: skipping the browser tests.\n`);

/** `describe`, skipped without Chromium unless `REQUIRE_TEST_TOOLS=1` is set. */
export const describeInBrowser = isInstalled || isRequired ? describe : describe.skip;

/** A browser without internet access, with a new profile that is deleted when the browser closes. */
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
