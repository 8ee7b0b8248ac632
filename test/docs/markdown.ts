import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const projectFolder = join(import.meta.dirname, '../..');

/** A fenced block of a page. */
export interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  /** The words after the language. */
  readonly info: readonly string[];
  readonly text: string;
}

export function listPages(): string[] {
  return globSync(['*.md', 'docs/**/*.md'], { cwd: projectFolder }).sort();
}

export function readPage(page: string): string {
  return readFileSync(join(projectFolder, page), 'utf8');
}

export function readBlocks(page: string): Block[] {
  const markdown = readPage(page);
  return [...markdown.matchAll(/^( *)```(\S*)(.*)\n([\s\S]*?)^\1```$/gm)].map((match) => {
    const [, indent = '', language = '', info = '', text = ''] = match;
    return {
      page,
      line: markdown.slice(0, match.index).split('\n').length,
      language,
      info: info.split(' ').filter(Boolean),
      text: indent ? text.replaceAll(new RegExp(`^${indent}`, 'gm'), '') : text,
    };
  });
}
