import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { requireKeyPair } from '../customers.ts';
import { readJson } from '../request-parts.ts';
import type { State } from '../state/state.ts';
import { createTokens } from '../state/tokens.ts';
import { requireOneForm, userData } from '../state/user-data.ts';
import { upsertUser } from '../state/users.ts';
import { check, filled } from '../validation.ts';

const DEFAULT_LIFETIME_S = 86_400;

const body = Type.Object({
  identifier: filled,
  tokenLifetime: Type.Optional(Type.Integer({ minimum: 1_800, maximum: 2_592_000 })),
  ...userData.properties,
});

export function addAccessTokenRoutes(app: FastifyInstance, state: State): void {
  app.post('/access-token', async (request) => {
    const { customer, secret } = requireKeyPair(request);
    const { identifier, tokenLifetime = DEFAULT_LIFETIME_S, ...data } = check(body, readJson(request));
    requireOneForm(data);

    const user = upsertUser(state, customer, identifier, data);
    return { data: createTokens(state, secret, user, tokenLifetime) };
  });
}
