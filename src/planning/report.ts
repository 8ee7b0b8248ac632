import type { CallPlan } from './call-plan.ts';

/** A plan for programs: in `extensions.upstream`, and from `explain --json`. */
export interface PlanReport {
  readonly budget: number;
  readonly planned: { readonly total: number; readonly calls: readonly PlanReportCall[] };
}

export interface PlanReportCall {
  readonly endpoint: string;
  readonly host: string;
  readonly atMost: number;
  readonly path: string;
}

export function reportPlan({ calls, total }: CallPlan, budget: number): PlanReport {
  const reported = calls.map(({ endpoint: { route, host }, atMost, path }) => ({
    endpoint: route,
    host,
    atMost,
    path,
  }));
  return { budget, planned: { total, calls: reported.toSorted((a, b) => a.path.localeCompare(b.path)) } };
}

interface Node {
  readonly name: string;
  readonly calls: PlanReportCall[];
  readonly below: Map<string, Node>;
}

/** A plan for people: the fields of the operation as a tree, each with the calls that it gives the reason for. */
export function drawPlan({ budget, planned: { total, calls } }: PlanReport): string {
  const root: Node = { name: '', calls: [], below: new Map() };
  for (const call of calls) {
    const node = call.path.split('.').reduce(enter, root);
    node.calls.push(call);
  }
  const verdict =
    total > budget ? `over the budget of ${budget}: it would be refused` : `within the budget of ${budget}`;
  return [`At most ${total} REST ${total === 1 ? 'call' : 'calls'}, ${verdict}.`, '', ...drawBelow(root)]
    .join('\n')
    .trimEnd();
}

function enter(node: Node, name: string): Node {
  const next = node.below.get(name) ?? { name, calls: [], below: new Map() };
  node.below.set(name, next);
  return next;
}

function drawBelow({ below }: Node): string[] {
  const nodes = [...below.values()];
  return nodes.flatMap((node, index) => {
    const isLast = index === nodes.length - 1;
    const [first, ...rest] = [node.name, ...node.calls.map(drawCall).map((line) => `  ${line}`), ...drawBelow(node)];
    return [`${isLast ? '└─' : '├─'} ${first}`, ...rest.map((line) => `${isLast ? '  ' : '│ '} ${line}`)];
  });
}

function drawCall({ endpoint, host, atMost }: PlanReportCall): string {
  return `${atMost} × ${endpoint} (${host})`;
}
