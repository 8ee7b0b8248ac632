import type { MutationResolvers, QueryResolvers, UserResolvers } from '../../graphql/generated.ts';
import { isSegment } from '../../upstream/path.ts';
import { formatNodeId } from '../node/model.ts';
import { checkUserData } from '../user-data/check-user-data.ts';
import { isEmpty, type UserData } from '../user-data/wire.ts';
import { badUserInput, type InputError } from '../user-error/model.ts';
import { tryWrite, type WriteResult } from '../user-error/write-result.ts';
import { checkNames } from './check-names.ts';
import { endMonitoring, updateUser } from './endpoints.ts';

export const Query = {
  viewer: (_root, _args, { caller }) => (caller.kind === 'end-user' ? { identifier: caller.identifier } : null),
  user: (_root, { identifier }) => {
    if (!isSegment(identifier))
      throw badUserInput(
        'identifier',
        'must be well-formed Unicode of 1 to 1,024 characters and must not be `.` or `..`',
      );
    return { identifier };
  },
} satisfies QueryResolvers;

export const Mutation = {
  updateUser: async (_root, { input }, { upstream, loaders, once, inputChecks }, info) => {
    const { identifier, data } = input;
    loaders.clearUser(identifier);
    const refused = [
      ...checkNames(input),
      ...checkSomeData(data),
      ...checkUserData(data, ['input', 'data'], inputChecks),
    ];
    const write = () => once('updateUser', input, () => updateUser(upstream, identifier, data));
    return toPayload(identifier, await tryWrite(refused, { input, info }, write));
  },
  endMonitoring: async (_root, { input }, { upstream, loaders, once }, info) => {
    const { identifier } = input;
    loaders.clearUser(identifier);
    const write = () => once('endMonitoring', input, () => endMonitoring(upstream, identifier));
    return toPayload(identifier, await tryWrite(checkNames(input), { input, info }, write));
  },
} satisfies MutationResolvers;

export const User = {
  id: ({ identifier }) => identifier,
  nodeId: ({ identifier }) => formatNodeId({ type: 'User', identifier }),
} satisfies UserResolvers;

function checkSomeData(data: UserData): InputError[] {
  if (!isEmpty(data)) return [];
  return [{ code: 'REQUIRED', message: 'Must contain an account, a card or an identity.', field: ['input', 'data'] }];
}

function toPayload(identifier: string, { userErrors }: WriteResult<void>) {
  return { user: userErrors.length > 0 ? null : { identifier }, userErrors };
}
