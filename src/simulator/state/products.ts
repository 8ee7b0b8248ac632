/** Products that read or change payroll. All other products belong to PayLink and have no payroll data. */
const PAYROLL_PRODUCTS: ReadonlySet<string> = new Set(['deposit', 'verify', 'identify', 'withhold', 'enroll', 'tax']);

export const isPayrollProduct = (product: string) => PAYROLL_PRODUCTS.has(product);
