import { describe, expect, it } from '@jest/globals';
import { listPages, readPage } from './markdown.ts';
import { namesOfTables, tables, writeTables } from './write-tables.ts';

const pages = listPages().map((page) => ({ page, markdown: readPage(page) }));

describe('the generated tables', () => {
  it.each(pages)('are current in $page; otherwise run `npm run docs`', ({ markdown }) => {
    expect(markdown).toBe(writeTables(markdown));
  });

  it('are all in a page', () => {
    const used = new Set(pages.flatMap(({ markdown }) => namesOfTables(markdown)));

    expect([...used].sort()).toEqual(Object.keys(tables).sort());
  });
});
