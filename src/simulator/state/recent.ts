/** The newest items, up to a maximum number and a maximum total weight. */
export interface Recent<Item> {
  /** Returns a function that adds to the weight of the item. */
  add(item: Item, weight: number): (more: number) => void;
  /** The oldest first. */
  all(): readonly Item[];
  /** Number of items that were dropped for newer ones. */
  dropped(): number;
  clear(): void;
}

export function createRecent<Item>(maxItems: number, maxWeight: number): Recent<Item> {
  // A map is ordered, and removes its oldest entry in constant time.
  const entries = new Map<number, { readonly item: Item; weight: number }>();
  let serial = 0;
  let total = 0;
  let dropped = 0;

  function dropOldest(): void {
    for (const [key, { weight }] of entries) {
      if (entries.size <= maxItems && total <= maxWeight) return;
      entries.delete(key);
      total -= weight;
      dropped += 1;
    }
  }

  return {
    add: (item, weight) => {
      const entry = { item, weight: 0 };
      const key = serial++;
      const grow = (more: number) => {
        if (!entries.has(key)) return;
        entry.weight += more;
        total += more;
        dropOldest();
      };
      entries.set(key, entry);
      grow(weight);
      return grow;
    },
    all: () => [...entries.values()].map(({ item }) => item),
    dropped: () => dropped,
    clear: () => {
      entries.clear();
      total = 0;
      dropped = 0;
    },
  };
}
