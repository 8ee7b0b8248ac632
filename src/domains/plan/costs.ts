import { free } from '../../planning/cost.ts';

export const Plan = { id: free };
