import { askersAtOnce, type Count, latencyAtOnceMs } from './counts.ts';
import type { GrowthPoint } from './growth.ts';
import type { Operation } from './operations.ts';
import type { Hottest } from './profile.ts';
import type { Measured, Round } from './speed.ts';
import type { Subject } from './subjects.ts';
import type { Table } from './table.ts';

export function renderCounts(subjects: readonly Subject[], counts: ReadonlyMap<Operation, readonly Count[]>): string {
  const head = ['screen', ...subjects.map(({ name }) => name)];
  const rowsOf = (cell: (count: Count) => string) =>
    [...counts].map(([screen, ofScreen]) => [screen.title, ...ofScreen.map(cell)]);
  return [
    renderTable(
      'REST calls for one screen',
      head,
      rowsOf(({ calls }) => calls),
    ),
    renderTable(
      `REST calls when ${askersAtOnce} requests for the same screen come at once and each call takes ${latencyAtOnceMs} ms`,
      head,
      rowsOf(({ callsAtOnce }) => String(callsAtOnce)),
    ),
  ].join('\n');
}

/** All subjects on one page: requests per second, and the ratio to the pass-through in the same round. */
export function renderSummary({ upstream, measured }: Table): string {
  const operations = namesOf(measured, 'operation');
  const rows = namesOf(measured, 'subject').map((subject) => {
    const cells = operations.map((operation) => {
      const { rounds } = find(measured, subject, operation);
      return `${round(median(rounds, 'perSecond'))} (${ratiosOf(measured, subject, operation, 'perSecond').median})`;
    });
    return [subject, ...cells, String(rssMbOf(measured.filter((each) => each.subject === subject)))];
  });
  const columns = operations.map((operation) => {
    const calls = round(find(measured, 'pass-through', operation).callsPerRequest);
    return `${operation}, ${calls} ${calls === 1 ? 'call' : 'calls'}`;
  });
  const title = `Requests per second, and in brackets the ratio to the pass-through; upstream ${upstream}`;
  return renderTable(title, ['subject', ...columns, 'RSS MB'], rows);
}

/** One table for each operation, with all that was measured. */
export function renderDetails({ upstream, measured }: Table): string {
  const tables = namesOf(measured, 'operation').map((operation) => {
    const rows = namesOf(measured, 'subject').map((subject) => {
      const { rounds, callsPerRequest } = find(measured, subject, operation);
      const [p50, p99] = [median(rounds, 'p50Ms'), median(rounds, 'p99Ms')];
      return [
        subject,
        String(round(median(rounds, 'perSecond'))),
        renderRatios(ratiosOf(measured, subject, operation, 'perSecond')),
        renderRatios(ratiosOf(measured, subject, operation, 'perCpuSecond')),
        p50.toFixed(1),
        p99.toFixed(1),
        (p99 / p50).toFixed(1),
        String(round(callsPerRequest)),
        String(rssMbOf([find(measured, subject, operation)])),
      ];
    });
    const ratios = ['ratio', 'ratio per CPU second'];
    const head = ['subject', 'requests/s', ...ratios, 'p50 ms', 'p99 ms', 'p99/p50', 'calls', 'RSS MB'];
    return renderTable(`${operation}; upstream ${upstream}`, head, rows);
  });
  return tables.join('\n');
}

/** Each round in a line. */
export function renderRounds({ upstream, measured }: Table): string {
  const lines = measured.flatMap(({ operation, subject, rounds }) =>
    rounds.map(({ perSecond, perCpuSecond, p50Ms, p99Ms, rssBytes }, index) =>
      [
        upstream,
        operation,
        subject,
        index + 1,
        perSecond.toFixed(1),
        perCpuSecond.toFixed(1),
        p50Ms.toFixed(2),
        p99Ms.toFixed(2),
        toMb(rssBytes),
      ].join(';'),
    ),
  );
  return lines.join('\n');
}

export const roundsHead = 'upstream;operation;subject;round;requests/s;requests per CPU second;p50 ms;p99 ms;RSS MB';

export function renderGrowth(points: readonly GrowthPoint[]): string {
  const rows = points.map(({ schemaSize, typeCount, startMs, fieldCount, firstMs, nextMs }) => [
    `${schemaSize} × (${typeCount} types)`,
    String(Math.round(startMs)),
    String(fieldCount),
    ...[firstMs, nextMs].flatMap((ms) => [ms.toFixed(2), ((ms * 1000) / fieldCount).toFixed(1)]),
  ]);
  const head = ['schema', 'start ms', 'fields', 'first request ms', 'µs a field', 'next requests ms', 'µs a field'];
  return renderTable('CPU time of a request as the schema and the operations grow', head, rows);
}

export function renderProfile(title: string, { file, areas, functions }: Hottest): string {
  const byTotal = functions.toSorted((a, b) => b.total - a.total);
  const toRow = ({ name, self, total }: Hottest['functions'][number]) => [name, toPercent(self), toPercent(total)];
  return [
    `${title}: the profile is in ${file}\n`,
    renderTable(
      'CPU time by package',
      ['package', 'self'],
      areas.slice(0, 25).map(({ name, self }) => [name, toPercent(self)]),
    ),
    renderTable('Functions by their own time', ['function', 'self', 'total'], functions.slice(0, 40).map(toRow)),
    renderTable('Functions by their total time', ['function', 'self', 'total'], byTotal.slice(0, 60).map(toRow)),
  ].join('\n');
}

interface Ratios {
  readonly low: string;
  readonly median: string;
  readonly high: string;
}

/** To the pass-through in the same round. */
export function ratiosOf(
  measured: readonly Measured[],
  subject: string,
  operation: string,
  rate: 'perSecond' | 'perCpuSecond',
): Ratios {
  const base = find(measured, 'pass-through', operation).rounds;
  const ratios = find(measured, subject, operation).rounds.map(
    (each, index) => each[rate] / (base[index]?.[rate] ?? Number.NaN),
  );
  const [low = '', middle = '', high = ''] = [0, 0.5, 1].map((share) => quantile(ratios, share).toFixed(2));
  return { low, median: middle, high };
}

function renderRatios({ low, median, high }: Ratios): string {
  return `${median} (${low} to ${high})`;
}

function find(measured: readonly Measured[], subject: string, operation: string): Measured {
  const found = measured.find((each) => each.subject === subject && each.operation === operation);
  if (!found) throw new Error(`${subject} was not measured at ${operation}.`);
  return found;
}

export function namesOf(measured: readonly Measured[], key: 'subject' | 'operation'): string[] {
  return [...new Set(measured.map((each) => each[key]))];
}

function median(rounds: readonly Round[], key: keyof Round): number {
  return quantile(
    rounds.map((each) => each[key]),
    0.5,
  );
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
}

function rssMbOf(measured: readonly Measured[]): number {
  return toMb(Math.max(...measured.flatMap(({ rounds }) => rounds.map(({ rssBytes }) => rssBytes))));
}

const toMb = (bytes: number) => Math.round(bytes / 1_048_576);
const toPercent = (share: number) => `${(share * 100).toFixed(1)} %`;
const round = (value: number) => (value < 100 ? Number(value.toFixed(2)) : Math.round(value));

/** In Markdown, under a line with its title. */
function renderTable(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const toLine = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const numbers = head.map((_, index) => (index === 0 ? '---' : '--:'));
  return [`${title}:`, '', toLine(head), toLine(numbers), ...rows.map(toLine), ''].join('\n');
}
