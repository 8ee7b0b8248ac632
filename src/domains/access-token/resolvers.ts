import type { AccessTokenResolvers, CreateAccessTokenInput, MutationResolvers } from '../../graphql/generated.ts';
import type { Complete } from '../../graphql/resolver-types.ts';
import { checkNames } from '../user/check.ts';
import { checkUserData } from '../user-data/check.ts';
import { attempt } from '../user-error/attempt.ts';
import type { UserError } from '../user-error/model.ts';
import { createAccessToken } from './endpoints.ts';
import type { AccessToken as AccessTokenModel } from './model.ts';

const lifetimeSeconds = { least: 1800, usual: 86_400, most: 2_592_000 };

export const AccessToken: Complete<AccessTokenResolvers, AccessTokenModel> = {
  expiresAt: ({ expiresAtMs }) => new Date(expiresAtMs),
};

export const Mutation = {
  createAccessToken: async (_root, { input }, { upstream, loaders, once, keepToken }) => {
    const { identifier, accounts, cards, identity } = input;
    const tokenLifetimeSeconds = input.tokenLifetime ?? lifetimeSeconds.usual;
    loaders.clearUser(identifier);
    const request = { identifier, tokenLifetimeSeconds, userData: { accounts, cards, identity } };
    const { result, userErrors } = await attempt(checkInput(input, tokenLifetimeSeconds), () =>
      once('createAccessToken', input, async () => {
        const token = await createAccessToken(upstream, request);
        await keepToken(identifier, token);
        return token;
      }),
    );
    return { accessToken: result, user: result && { identifier, id: null }, userErrors };
  },
} satisfies MutationResolvers;

function checkInput(input: CreateAccessTokenInput, tokenLifetimeSeconds: number): UserError[] {
  return [...checkNames(input), ...checkLifetime(tokenLifetimeSeconds), ...checkUserData(input, ['input'])];
}

function checkLifetime(seconds: number): UserError[] {
  const { least, most } = lifetimeSeconds;
  if (seconds >= least && seconds <= most) return [];
  const message = `Must be from ${least} (30 minutes) to ${most} (30 days) seconds.`;
  return [{ code: 'OUT_OF_RANGE', message, field: ['input', 'tokenLifetime'] }];
}
