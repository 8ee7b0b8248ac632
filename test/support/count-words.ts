import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ParserOptions, parse } from '@babel/parser';
import { Kind, parse as parseSdl, visit } from 'graphql';

/** Words that leave open which thing or person a sentence is about. `CONTRIBUTING.md`, section 12. */
const vagueWords = new Set(['what', 'who', 'whom', 'whose', 'whoever', 'nobody', 'themself']);

/** Vague words allowed per 1,000 words of one area. */
export const maxVaguePerThousand = 3;

/** The areas that are counted, each as a whole: a single comment may need such a word. */
export const areas = ['src', 'test', 'bench', 'schema', 'docs', 'README.md', 'CONTRIBUTING.md', 'SECURITY.md'] as const;

const projectFolder = join(import.meta.dirname, '../..');

export interface WordCount {
  readonly path: string;
  readonly words: number;
  readonly vague: number;
}

/** Counts the words of comments, of descriptions in SDL, and of Markdown without its code. */
export function countWords(path: string): WordCount[] {
  return listFiles(path).map((file) => {
    const words =
      readProse(file)
        .replaceAll(/`[^`]*`/g, ' ')
        .toLowerCase()
        .match(/[a-z][a-z'-]*/g) ?? [];
    return { path: file, words: words.length, vague: words.filter((word) => vagueWords.has(word)).length };
  });
}

export function ratePerThousand(counts: readonly WordCount[]): number {
  const sum = (of: (count: WordCount) => number) => counts.reduce((total, count) => total + of(count), 0);
  return (
    (1000 * sum(({ vague }) => vague)) /
    Math.max(
      1,
      sum(({ words }) => words),
    )
  );
}

function listFiles(path: string): string[] {
  if (statSync(join(projectFolder, path)).isFile()) return [path];
  const files = globSync(`${path}/**/*.{ts,js,graphql,md}`, { cwd: projectFolder });
  return files.filter((file) => file !== 'src/graphql/generated.ts');
}

function readProse(path: string): string {
  const text = readFileSync(join(projectFolder, path), 'utf8');
  if (path.endsWith('.md')) return text.replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, '').replaceAll(/\]\([^)]*\)/g, '] ');
  return path.endsWith('.graphql') ? readSdl(text) : readComments(text);
}

const options: ParserOptions = { sourceType: 'module', plugins: ['typescript'], errorRecovery: true };

function readComments(text: string): string {
  return (parse(text, options).comments ?? []).map(({ value }) => value).join('\n');
}

function readSdl(text: string): string {
  const descriptions: string[] = [];
  visit(parseSdl(text), {
    enter: (node) => {
      if ('description' in node && node.description?.kind === Kind.STRING) descriptions.push(node.description.value);
    },
  });
  return [...descriptions, ...(text.match(/^\s*#.*$/gm) ?? [])].join('\n');
}

if (import.meta.main) {
  const [path] = process.argv.slice(2);
  for (const area of path === undefined ? areas : [path]) {
    const counts = countWords(area);
    const found = counts.filter(({ vague }) => vague > 0).sort((a, b) => b.vague - a.vague);
    for (const { path, words, vague } of found) console.log(`${String(vague).padStart(4)} of ${words} words  ${path}`);
    console.log(`${area}: ${ratePerThousand(counts).toFixed(1)} per 1,000 words, ${maxVaguePerThousand} allowed\n`);
  }
}
