import { free, writes } from '../../planning/cost.ts';
import { routes } from '../../upstream/routes.ts';

export const Mutation = { createAccessToken: writes(() => routes.createAccessToken) };

export const AccessToken = { expiresAt: free };
