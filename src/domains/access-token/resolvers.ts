import type { AccessTokenResolvers, MutationResolvers } from '../../graphql/generated.ts';
import type { Complete } from '../../graphql/resolver-types.ts';
import { checkNames } from '../user/check-names.ts';
import { checkUserData } from '../user-data/check-user-data.ts';
import type { InputError } from '../user-error/model.ts';
import { tryWrite } from '../user-error/write-result.ts';
import { createAccessToken } from './endpoints.ts';
import type { AccessToken as AccessTokenModel } from './model.ts';

const lifetimeSeconds = { min: 1800, default: 86_400, max: 2_592_000 };

export const AccessToken: Complete<AccessTokenResolvers, AccessTokenModel> = {
  expiresAt: ({ expiresAtMs }) => new Date(expiresAtMs),
};

export const Mutation = {
  createAccessToken: async (_root, { input }, { upstream, loaders, once, keepToken, inputChecks }, info) => {
    const { identifier, accounts, cards, identity } = input;
    const tokenLifetimeSeconds = input.tokenLifetime ?? lifetimeSeconds.default;
    loaders.clearUser(identifier);
    const refused = [
      ...checkNames(input),
      ...checkLifetime(tokenLifetimeSeconds),
      ...checkUserData(input, ['input'], inputChecks),
    ];
    const request = { identifier, tokenLifetimeSeconds, userData: { accounts, cards, identity } };
    const { result, userErrors } = await tryWrite(refused, { input, info }, () =>
      once('createAccessToken', input, async () => {
        const token = await createAccessToken(upstream, request);
        await keepToken(identifier, token);
        return token;
      }),
    );
    return { accessToken: result, user: result && { identifier }, userErrors };
  },
} satisfies MutationResolvers;

function checkLifetime(seconds: number): InputError[] {
  const { min, max } = lifetimeSeconds;
  if (seconds >= min && seconds <= max) return [];
  const message = `Must be between ${min} (30 minutes) and ${max} (30 days) seconds.`;
  return [{ code: 'OUT_OF_RANGE', message, field: ['input', 'tokenLifetime'] }];
}
