import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import { namesOf, ratiosOf } from './report.ts';
import type { Measured } from './speed.ts';

/** An SVG with a group of bars for each operation: requests per second as a ratio to the pass-through. */
export async function drawChart(measured: readonly Measured[]): Promise<string> {
  const subjects = namesOf(measured, 'subject').filter((subject) => subject !== 'pass-through');
  const values = namesOf(measured, 'operation').flatMap((operation) =>
    subjects.map((subject) => {
      const { low, median, high } = ratiosOf(measured, subject, operation, 'perSecond');
      return { operation, subject, low: Number(low), ratio: Number(median), high: Number(high) };
    }),
  );
  const x = { field: 'operation', title: null, axis: { labelAngle: 0, labelLimit: 150 } } as const;
  const xOffset = { field: 'subject', sort: subjects } as const;
  const { spec } = compile({
    title: 'Requests per second, as a ratio to a bare pass-through of the same REST calls',
    width: 900,
    height: 320,
    background: 'white',
    padding: 16,
    data: { values },
    layer: [
      {
        mark: 'bar',
        encoding: {
          x,
          xOffset,
          y: { field: 'ratio', type: 'quantitative', title: 'median; the line is the range of the rounds' },
          color: { field: 'subject', sort: subjects, title: null, legend: { orient: 'bottom', labelLimit: 300 } },
        },
      },
      {
        mark: { type: 'rule', color: '#333' },
        encoding: { x, xOffset, y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } },
      },
    ],
  });
  return new View(parse(spec), { renderer: 'none' }).toSVG();
}
