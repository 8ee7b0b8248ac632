import type { FieldCosts } from '../planning/plan.ts';

/** The cost of each field. */
export const costs: FieldCosts = {};
