/** The calls so far. */
export interface Known {
  readonly lists: ReadonlySet<string>;
  readonly accounts: ReadonlySet<string>;
  readonly details: ReadonlySet<string>;
}

/** The selected data of a task that was looked up by its id. */
export interface LookUp {
  readonly owner: string;
  /** Whether only a row or the details contain the data; otherwise the status does too. */
  beyondStatus: boolean;
  /** Whether the list of its owner must be read, once the owner is known. */
  ownersList: 'needed' | 'perhaps' | 'unneeded';
}

/** Reads that the response still depends on. */
export interface Demands {
  /** Reads that are possible now, and without an alternative. */
  readonly lists: Set<string>;
  readonly accounts: Set<string>;
  readonly details: Set<string>;
  readonly lookUps: Map<string, LookUp>;
  /** Tasks that do not exist: any one call shows that. */
  readonly missing: Set<string>;
}

/**
 * The minimum number of calls. All necessary reads are made first. Only then, the details of one more task are read to
 * find the list of its owner, with rows that may include other tasks. Every choice of that task is tried.
 * Choices that look equal beforehand can lead to different numbers; each of these is a minimum without foresight.
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
