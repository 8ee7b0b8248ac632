import type { TaskFilter } from '../../graphql/generated.ts';
import type { TaskRow } from './model.ts';

/** Applied here rather than upstream, so that all filters of one user share one call. */
export function filterRows(rows: readonly TaskRow[], filter: TaskFilter): readonly TaskRow[] {
  const { statuses, products, createdSince, payrollDataAvailable, ...unread } = filter;
  unread satisfies Record<string, never>;
  return rows.filter(
    (row) =>
      (statuses == null || statuses.includes(row.status)) &&
      (products == null || (row.product !== null && products.includes(row.product))) &&
      (createdSince == null || row.createdAt >= createdSince) &&
      (payrollDataAvailable == null || row.payrollDataAvailable === payrollDataAvailable),
  );
}
