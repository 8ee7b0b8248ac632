import { free } from '../../planning/cost.ts';

export const Money = { amount: free, currencyCode: free };
