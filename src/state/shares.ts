/** The memory that each owner of entries uses. */
export interface Shares<Entry> {
  add(entry: Entry): void;
  remove(entry: Entry): void;
  bytes(): number;
  /** The least recently added entry of an owner with the most memory, or with at least half as much. */
  nextToEvict(): Entry | undefined;
}

export interface SharedEntry {
  readonly owner: string;
  readonly bytes: number;
}

interface Share<Entry> {
  bytes: number;
  /** In the order of their addition. */
  readonly entries: Set<Entry>;
}

export function createShares<Entry extends SharedEntry>(): Shares<Entry> {
  const shares = new Map<string, Share<Entry>>();
  /** By the binary logarithm of their bytes, so that a large share is found without a search. */
  const classes: Set<Share<Entry>>[] = [];
  let total = 0;

  function resize(owner: string, share: Share<Entry>, bytes: number): void {
    classes[classOf(share)]?.delete(share);
    total += bytes;
    share.bytes += bytes;
    if (share.entries.size === 0) {
      shares.delete(owner);
      return;
    }
    const index = classOf(share);
    while (classes.length <= index) classes.push(new Set());
    classes[index]?.add(share);
    shares.set(owner, share);
  }

  return {
    bytes: () => total,
    add(entry) {
      const share = shares.get(entry.owner) ?? { bytes: 0, entries: new Set<Entry>() };
      share.entries.add(entry);
      resize(entry.owner, share, entry.bytes);
    },
    remove(entry) {
      const share = shares.get(entry.owner);
      if (share?.entries.delete(entry)) resize(entry.owner, share, -entry.bytes);
    },
    nextToEvict() {
      const [largest] = classes.findLast((each) => each.size > 0) ?? [];
      const [oldest] = largest?.entries ?? [];
      return oldest;
    },
  };
}

function classOf({ bytes }: { readonly bytes: number }): number {
  return Math.floor(Math.log2(bytes + 1));
}
