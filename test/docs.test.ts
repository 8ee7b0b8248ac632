import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { errorCodes } from './support/error-codes.ts';
import { renderErrorGuide } from './support/error-guide.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

describe('docs/errors.md', () => {
  it('is what `npm run docs` writes', () => {
    expect(read('docs/errors.md')).toBe(renderErrorGuide());
  });

  it('has the codes of the README, and no others', () => {
    const [, section = ''] = read('README.md').split('\n## Errors\n');
    const rows = section.split('\n## ')[0]?.match(/^\| `.*$/gm);

    expect(rows).toEqual(Object.entries(errorCodes).map(([code, { when }]) => `| \`${code}\` | ${when} |`));
  });
});
