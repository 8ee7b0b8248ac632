import type { Operation, Selection } from './selection.ts';

/** Shuffles the fields of the operation by `seed`. */
export function permute({ root, selections, shared }: Operation, seed: number): Operation {
  let state = seed;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const shuffle = (list: readonly Selection[]): Selection[] => {
    const rest = list.map((one) => (one.kind === 'spread' ? one : { ...one, selections: shuffle(one.selections) }));
    return list.flatMap(() => rest.splice(next(rest.length), 1));
  };
  const { Task, User, PayLinkAccount } = shared;
  return {
    root,
    selections: shuffle(selections),
    shared: { Task: shuffle(Task), User: shuffle(User), PayLinkAccount: shuffle(PayLinkAccount) },
  };
}
