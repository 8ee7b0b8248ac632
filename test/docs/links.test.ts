import { existsSync, globSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { listPages, projectFolder, readBlocks, readPage } from './markdown.ts';

const pages = listPages();

describe('a link', () => {
  it.each(pages)('in %s leads to a file or heading of this repository, or elsewhere', (page) => {
    const links = [...withoutCode(readPage(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const broken = links.filter((link) => !/^https:/.test(link) && !leadsSomewhere(page, link));

    expect(broken).toEqual([]);
  });

  it('leads to every page of the docs', () => {
    const linked = [...withoutCode(readPage('README.md')).matchAll(/\]\((docs\/[^)#]+)/g)].map(([, link]) => link);

    expect(pages.filter((page) => page.startsWith('docs/') && !linked.includes(page))).toEqual([]);
  });
});

describe('a picture', () => {
  it('names files that exist', () => {
    const files = globSync('src/**/*.ts', { cwd: projectFolder });
    const pictures = pages.flatMap(readBlocks).filter(({ language }) => language === 'mermaid');
    const named = pictures.flatMap(({ text }) => text.match(/[\w/-]+\.ts/g) ?? []);

    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !files.some((file) => file.endsWith(`/${name}`)))).toEqual([]);
  });
});

describe('the README', () => {
  it('has at most 1,300 words', () => {
    expect(readPage('README.md').split(/\s+/).length).toBeLessThanOrEqual(1300);
  });
});

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', heading] = link.split('#');
  const target = path === '' ? page : relative(projectFolder, join(projectFolder, dirname(page), path));
  if (!existsSync(join(projectFolder, target))) return false;
  return heading === undefined || toAnchors(readPage(target)).includes(heading);
}

/** The anchors that GitHub gives to headings. */
function toAnchors(markdown: string): string[] {
  return [...withoutCode(markdown).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function withoutCode(markdown: string): string {
  return markdown.replaceAll(/^( *)```[\s\S]*?^\1```$/gm, '');
}
