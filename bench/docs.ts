import { readFileSync, writeFileSync } from 'node:fs';
import { drawChart } from './chart.ts';
import { renderDetails, renderRounds, renderSummary, roundsHead } from './report.ts';
import type { Table } from './table.ts';

const page = new URL('../docs/performance.md', import.meta.url);
const chart = new URL('../docs/performance.svg', import.meta.url);
const [begin, end] = ['<!-- npm run bench -- --docs -->', '<!-- end -->'];

export interface Results {
  readonly machine: string;
  readonly tables: readonly [Table, ...Table[]];
  /** Other tables, as they are printed. */
  readonly more: string;
}

/** Puts the results of one run into `docs/performance.md`, in place of those before, and draws the chart beside it. */
export async function writeDocs(results: Results): Promise<void> {
  const text = readFileSync(page, 'utf8');
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${page.pathname} has no place for the results.`);
  writeFileSync(page, `${before}${begin}\n\n${renderResults(results)}\n${end}${after}`);
  writeFileSync(chart, await drawChart(results.tables[0].measured));
}

export function renderResults({ machine, tables, more }: Results): string {
  const [first, ...slow] = tables;
  return [
    `${machine}.\n`,
    renderSummary(first),
    '![Requests per second as a ratio to the pass-through](performance.svg)\n',
    renderDetails(first),
    ...slow.map(renderDetails),
    more,
    '<details>\n<summary>Raw output: each round</summary>\n',
    ['```text', roundsHead, ...tables.map(renderRounds), '```'].join('\n'),
    '\n</details>\n',
  ].join('\n');
}
