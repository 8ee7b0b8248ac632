/** The calls that have been made. */
export interface Known {
  readonly lists: ReadonlySet<string>;
  readonly accounts: ReadonlySet<string>;
  readonly details: ReadonlySet<string>;
}

/** What is asked of a task that was looked up by its id. */
export interface LookUp {
  readonly owner: string;
  /** Only a row or the details tell it; otherwise the status does too. */
  beyondStatus: boolean;
  /** Whether its owner's list has to be read, once it is known who that is. */
  ownersList: 'needed' | 'perhaps' | 'unneeded';
}

/** What the answer still cannot be known without. */
export interface Demands {
  /** Each can be read at once, and nothing else tells the same. */
  readonly lists: Set<string>;
  readonly accounts: Set<string>;
  readonly details: Set<string>;
  readonly lookUps: Map<string, LookUp>;
  /** Looked up and not there: one call each finds out, whichever. */
  readonly missing: Set<string>;
}

/**
 * How many calls it takes at least. Whatever must be read is read; only when nothing else is left, the details of one
 * more task are spent to find its owner's list, in whose rows other tasks may be. Every choice of that task is tried.
 * Choices that are alike beforehand can end in different numbers, and each of these is the fewest without foresight.
 */
export function searchFewest(demandsOf: (known: Known) => Demands): ReadonlySet<number> {
  const searched = new Map<string, ReadonlySet<number>>();

  const search = (known: Known): ReadonlySet<number> => {
    const key = JSON.stringify([[...known.lists].sort(), [...known.accounts].sort(), [...known.details].sort()]);
    const counts = searched.get(key) ?? searchOn(known);
    searched.set(key, counts);
    return counts;
  };

  const searchOn = (known: Known): ReadonlySet<number> => {
    const { lists, accounts, details, lookUps, missing } = demandsOf(known);
    if (lists.size + accounts.size + details.size > 0) {
      return search({
        lists: known.lists.union(lists),
        accounts: known.accounts.union(accounts),
        details: known.details.union(details),
      });
    }
    const open = [...lookUps].filter(([id, { owner }]) => !known.details.has(id) && !known.lists.has(owner));
    const idsWhere = (fits: (lookUp: LookUp) => boolean) => open.filter(([, one]) => fits(one)).map(([id]) => id);
    const choices = [
      idsWhere(({ ownersList }) => ownersList === 'needed'),
      idsWhere(({ ownersList }) => ownersList === 'perhaps'),
    ].find((ids) => ids.length > 0);
    if (choices) {
      return new Set(choices.flatMap((id) => [...search({ ...known, details: new Set([...known.details, id]) })]));
    }
    const beyondStatus = idsWhere((lookUp) => lookUp.beyondStatus);
    if (beyondStatus.length > 0) return search({ ...known, details: known.details.union(new Set(beyondStatus)) });
    return new Set([known.lists.size + known.accounts.size + known.details.size + missing.size + open.length]);
  };

  return search({ lists: new Set(), accounts: new Set(), details: new Set() });
}
