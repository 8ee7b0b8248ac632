/** A small generator of random numbers, so that a seed repeats a search. */
export function createRandom(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    below: (end: number) => Math.floor(next() * end),
    pick: <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] as Item,
  };
}
export type Random = ReturnType<typeof createRandom>;

/** The parts of a request. Each gene makes its part larger. */
export interface Genes {
  readonly root: (typeof roots)[number];
  /** Fields that contain one another, from the outside in. */
  readonly path: readonly (typeof steps)[number][];
  readonly leaf: (typeof leaves)[number];
  /** The level of the path at which the field has aliases. */
  readonly aliasAt: number;
  readonly aliases: number;
  readonly spreads: number;
  readonly comments: number;
  readonly nameLength: number;
  readonly valueLength: number;
  readonly entries: number;
  readonly directives: number;
}

export const roots = ['user', 'userByVariable', 'tasks', 'tasksByVariable', 'node', 'schema', 'type', 'cards'] as const;
export const steps = [
  'tasks(first: 100) { nodes {}}',
  'tasks(first: 100, filter: { statuses: [QUEUED, FAILED], payrollDataAvailable: false }) { edges { node {}}}',
  'tasks(first: 1) { totalCount nodes {}}',
  'tasks(first: 100, after: $cursor) { nodes {}}',
  'user {}',
  'accounts {}',
  'accounts(orderBy: POTENTIAL_MONTHLY_SAVINGS, filter: { companyId: $id }) {}',
  'accounts(orderBy: COMPANY_NAME) {}',
  'suggestions(first: 100) {}',
  'suggestions {}',
  'account { user {}}',
  'linkedAccount {}',
  'fields { type {}}',
  'types {}',
  'ofType {}',
] as const;
export const leaves = [
  '__typename',
  'id',
  'identifier',
  'metadata',
  'id status createdAt failureMessage isSettled product payrollDataAvailable',
  'id isBest actionLink monthlySavings { amount }',
  'raw plans { id } potentialMonthlySavings { amount } suggestions { id isBest }',
  'name description',
  'tasks(first: 1) { totalCount }',
] as const;

const least: Omit<Genes, 'root' | 'path' | 'leaf'> = {
  aliasAt: 0,
  aliases: 1,
  spreads: 0,
  comments: 0,
  nameLength: 0,
  valueLength: 1,
  entries: 1,
  directives: 0,
};
const withGenes = (genes: Partial<Genes>): Genes => ({
  root: 'user',
  path: [],
  leaf: 'identifier',
  ...least,
  ...genes,
});

/** Requests that once cost too much, from which the search starts. */
export const seeds: readonly Genes[] = [
  withGenes({ nameLength: 60_000 }),
  withGenes({ comments: 340_000 }),
  withGenes({ comments: 30_000 }),
  withGenes({ root: 'cards', entries: 20_000, aliases: 100 }),
  withGenes({ root: 'cards', entries: 50, aliases: 100 }),
  withGenes({ path: Array.from({ length: 8 }, (_each, index) => (index % 2 ? 'user {}' : 'accounts {}')) }),
  withGenes({ root: 'userByVariable', valueLength: 1_000_000, aliases: 99 }),
  withGenes({
    path: ['tasks(first: 100, after: $cursor) { nodes {}}'],
    valueLength: 1_000_000,
    aliasAt: 1,
    aliases: 99,
  }),
  withGenes({ root: 'tasksByVariable', entries: 100, aliases: 100, spreads: 170, leaf: 'id' }),
  withGenes({ root: 'tasks', entries: 100, aliases: 20, leaf: 'metadata' }),
  withGenes({ path: ['tasks(first: 100) { nodes {}}', 'user {}', 'tasks(first: 100) { nodes {}}'], leaf: 'id' }),
  withGenes({ aliasAt: 1, aliases: 199, path: ['tasks(first: 1) { totalCount nodes {}}'], leaf: 'id' }),
  withGenes({ path: ['suggestions {}'], leaf: 'id isBest actionLink monthlySavings { amount }' }),
  withGenes({
    root: 'schema',
    path: ['types {}', 'fields { type {}}', 'ofType {}'],
    leaf: 'name description',
    aliases: 50,
  }),
];

const numbers = ['aliases', 'spreads', 'comments', 'nameLength', 'valueLength', 'entries', 'directives'] as const;

/** Changes one or two genes of a request, or takes them from another. */
export function mutate(genes: Genes, other: Genes, random: Random): Genes {
  const changed = changeOne(genes, other, random);
  return random.below(2) === 0 ? changed : changeOne(changed, other, random);
}

function changeOne(genes: Genes, other: Genes, random: Random): Genes {
  const at = random.below(genes.path.length + 1);
  switch (random.below(7)) {
    case 0:
      return { ...genes, path: genes.path.toSpliced(at, 0, random.pick(steps)) };
    case 1:
      return { ...genes, path: genes.path.toSpliced(at, 1) };
    case 2:
      return { ...genes, leaf: random.pick(leaves) };
    case 3:
      return { ...genes, aliasAt: at, root: random.below(3) === 0 ? random.pick(roots) : genes.root };
    case 4:
      return { ...genes, path: [...genes.path.slice(0, at), ...other.path.slice(at)], leaf: other.leaf };
    default: {
      const name = random.pick(numbers);
      const factor = random.pick([0.25, 0.5, 0.9, 1.1, 2, 8]);
      return { ...genes, [name]: Math.min(400_000, Math.round(genes[name] * factor) + random.below(3)) };
    }
  }
}
