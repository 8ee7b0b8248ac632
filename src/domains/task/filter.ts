import type { TaskFilter } from '../../graphql/generated.ts';
import { createListFilter, toDistinct } from '../list/model.ts';
import type { Entry } from './connection.ts';

/** Applied here rather than upstream, so that all filters of one user share one call. */
export const filterEntries = createListFilter<Entry, TaskFilter>(toKey, (entries, filter) => {
  const { createdSince, payrollDataAvailable } = filter;
  const [statuses, products] = [toSet(filter.statuses), toSet(filter.products)];
  return entries.filter(
    ({ node }) =>
      (statuses === null || statuses.has(node.status)) &&
      (products === null || (node.product !== null && products.has(node.product))) &&
      (createdSince == null || node.createdAt >= createdSince) &&
      (payrollDataAvailable == null || node.payrollDataAvailable === payrollDataAvailable),
  );
});

function toKey({ statuses, products, createdSince, payrollDataAvailable, ...unread }: TaskFilter): string {
  unread satisfies Record<string, never>;
  const since = createdSince?.getTime() ?? null;
  return JSON.stringify([toDistinct(statuses), toDistinct(products), since, payrollDataAvailable ?? null]);
}

function toSet<Value>(values: readonly Value[] | null | undefined): ReadonlySet<Value> | null {
  return values ? new Set(values) : null;
}
