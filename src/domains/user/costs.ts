import type { MutationUpdateUserArgs, QueryUserArgs } from '../../graphql/generated.ts';
import { enters, known, writes } from '../../planning/cost.ts';
import { routes } from '../../upstream/routes.ts';
import { chooseUpdateRoute } from './endpoints.ts';

/** The viewer of a service, which has none. Nothing else has this key. */
const absentViewer = Symbol('viewer');

export const Query = {
  viewer: enters((_args, { self }) => self ?? absentViewer),
  user: enters(({ identifier }: QueryUserArgs) => identifier),
};

export const Mutation = {
  updateUser: writes(({ input }: MutationUpdateUserArgs) => chooseUpdateRoute(input.data.cards)),
  endMonitoring: writes(() => routes.endMonitoring),
};

export const User = { id: known, identifier: known, nodeId: known };
