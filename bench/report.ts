import { availableParallelism, cpus, loadavg } from 'node:os';
import { askersAtOnce, type Count, latencyAtOnceMs } from './counts.ts';
import type { Screen } from './screens.ts';
import type { Speed, Speeds } from './speed.ts';
import type { Subject } from './subjects.ts';

export function printMachine(): void {
  const load = loadavg().map((average) => average.toFixed(1));
  console.log(
    `${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, Node ${process.version}, ` +
      `load averages before the run ${load.join(' ')}\n`,
  );
}

export function printCounts(subjects: readonly Subject[], counts: ReadonlyMap<Screen, readonly Count[]>): void {
  const head = ['screen', ...subjects.map(({ name }) => name)];
  const rowsOf = (cell: (count: Count) => string) =>
    [...counts].map(([screen, ofScreen]) => [screen.title, ...ofScreen.map(cell)]);
  printTable(
    'REST calls for one screen',
    head,
    rowsOf(({ calls }) => calls),
  );
  printTable(
    `REST calls when ${askersAtOnce} ask for the same screen at once and each call takes ${latencyAtOnceMs} ms`,
    head,
    rowsOf(({ callsAtOnce }) => String(callsAtOnce)),
  );
}

export function printSpeeds(speeds: Speeds, base: Subject): void {
  printSpeed('Requests per second of the CPU time of the process', speeds, base, ({ perCpuSecond }) => perCpuSecond);
  printSpeed('Requests per second of time', speeds, base, ({ perSecond }) => perSecond);
}

/** The median over the rounds of the ratio to the base in the same round, and between which values half of them are. */
function printSpeed(title: string, speeds: Speeds, base: Subject, rateOf: (speed: Speed) => number): void {
  const rows = [...speeds].map(([screen, bySubject]) => {
    const baseValues = (bySubject.get(base) ?? []).map(rateOf);
    const others = [...bySubject].filter(([subject]) => subject !== base);
    const cells = others.map(([, ofSubject]) => {
      const ratios = ofSubject.map((speed, round) => rateOf(speed) / (baseValues[round] ?? Number.NaN));
      const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => quantile(ratios, share).toFixed(2));
      return `${middle} (${low} to ${high})`;
    });
    return [screen.title, Math.round(quantile(baseValues, 0.5)).toString(), ...cells];
  });
  const [ofFirst] = speeds.values();
  const names = [...(ofFirst?.keys() ?? [])].filter((subject) => subject !== base).map(({ name }) => name);
  printTable(`${title}, as a ratio to ${base.name}`, ['screen', base.name, ...names], rows);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
}

/** In Markdown, under a line that says what it shows. */
function printTable(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const toLine = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  console.log([`${title}:`, '', toLine(head), toLine(head.map(() => '---')), ...rows.map(toLine), ''].join('\n'));
}
