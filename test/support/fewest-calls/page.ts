import type { WorldTask } from './world.ts';

/** The conditions of every filter. */
interface Filter {
  readonly types?: readonly string[] | null;
  readonly companyId?: string | null;
  readonly categories?: readonly string[] | null;
  readonly minimumMonthlySavings?: string | null;
  readonly statuses?: readonly string[] | null;
  readonly products?: readonly string[] | null;
  readonly payrollDataAvailable?: boolean | null;
}

export interface PageArgs {
  readonly first: number;
  readonly after?: string | null;
  readonly filter?: Filter | null;
}

/** The key of a cursor is the id of its task. A cursor is a position among all tasks, also if its own task does not match the filter. */
export function toPage(
  list: readonly WorldTask[],
  { first, after, filter }: PageArgs,
  cursors: ReadonlyMap<string, string>,
  mutation: string,
) {
  const sorted = list.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  const place = after ? sorted.findIndex(({ id }) => cursors.get(id) === after) : -1;
  const fitting = sorted
    .filter((task) => fitsAny(filter?.statuses, task.status))
    .filter((task) => fitsAny(filter?.products, task.product))
    .filter((task) => fits(filter?.payrollDataAvailable, task.payrollDataAvailable));
  const start = fitting.filter((task) => sorted.indexOf(task) <= place).length;
  const page = fitting.slice(start, start + first);

  const edges = page.map((task) => ({
    cursor: cursors.get(task.id),
    node: { task, isLookedUp: false, after: mutation },
  }));
  const pageInfo = {
    hasNextPage: start + first < fitting.length,
    hasPreviousPage: start > 0,
    startCursor: edges.at(0)?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
  return { edges, nodes: edges.map(({ node }) => node), pageInfo, totalCount: fitting.length };
}

export const fitsAny = (wanted: readonly string[] | null | undefined, actual: string): boolean =>
  wanted === undefined || wanted === null || wanted.includes(actual);

export const fits = (wanted: unknown, actual: unknown): boolean =>
  wanted === undefined || wanted === null || wanted === actual;
