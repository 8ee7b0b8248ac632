import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { requireKeyPair } from '../auth.ts';
import { check, filled } from '../check.ts';
import { readJson } from '../request.ts';
import { createToken, type State } from '../state/state.ts';
import { upsertUser } from '../state/upsert.ts';
import { requireOneForm, userData } from '../user-data.ts';

const DEFAULT_LIFETIME_S = 86_400;

const body = Type.Object({
  identifier: filled,
  tokenLifetime: Type.Optional(Type.Integer({ minimum: 1_800, maximum: 2_592_000 })),
  ...userData.properties,
});

export function addAccessTokenRoutes(app: FastifyInstance, state: State): void {
  app.post('/access-token', async (request) => {
    const { customer } = requireKeyPair(request);
    const { identifier, tokenLifetime = DEFAULT_LIFETIME_S, ...data } = check(body, readJson(request));
    requireOneForm(data);

    upsertUser(state, customer, identifier, data);
    const publicToken = createToken(state);
    const expiresAt = new Date(state.clock.now().getTime() + tokenLifetime * 1_000).toISOString();
    state.store.saveToken({ publicToken, customer, user: identifier, expiresAt });
    return { data: { publicToken, token: createToken(state) } };
  });
}
