import { describe, expect, it } from '@jest/globals';
import { type Answer, useGateway } from '../support/gateway.ts';

const gateway = useGateway();

const document = `query ($identifier: ID!, $first: Int, $after: String, $filter: TaskFilter) {
  user(identifier: $identifier) {
    tasks(first: $first, after: $after, filter: $filter) {
      totalCount
      nodes { id createdAt failReasonCode }
      edges { cursor node { id } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
}`;

interface Page {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly filter?: object | null;
}

function queryPage(identifier: string, page: Page = {}): Promise<Answer> {
  return gateway.query(document, { variables: { identifier, ...page } });
}

async function readPage(identifier: string, page: Page = {}) {
  const { data, errors } = await queryPage(identifier, page);
  expect(errors).toEqual([]);
  return data.user.tasks;
}

/** Reads all pages in order, like a client. */
async function readAllPages(identifier: string, page: Page) {
  const pages = [await readPage(identifier, page)];
  while (pages.at(-1).pageInfo.hasNextPage && pages.length < 200) {
    // Sequential, because each page starts at the end cursor of the previous one.
    pages.push(await readPage(identifier, { ...page, after: pages.at(-1).pageInfo.endCursor }));
  }
  return pages;
}

const idsOf = (pages: readonly { nodes: readonly { id: string }[] }[]) =>
  pages.flatMap(({ nodes }) => nodes.map(({ id }) => id));

const margarets = Array.from(
  { length: 120 },
  (_, index) => `3a66a2e7000000000007a${String(120 - index).padStart(3, '0')}`,
);

describe('a page', () => {
  it('has fifty tasks by default, newest first', async () => {
    const pages = [await readPage('margaret'), await readPage('margaret', { first: null, after: null, filter: null })];

    for (const page of pages) {
      expect(idsOf([page])).toEqual(margarets.slice(0, 50));
      expect(page.totalCount).toBe(120);
    }
  });

  it('has the same tasks in nodes and in edges', async () => {
    const { nodes, edges, pageInfo } = await readPage('margaret', { first: 7 });

    const cursors = edges.map(({ cursor }: { cursor: string }) => cursor);
    expect(edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual(idsOf([{ nodes }]));
    expect(new Set(cursors).size).toBe(7);
    expect(pageInfo).toMatchObject({ startCursor: cursors[0], endCursor: cursors[6] });
  });

  it.each([1, 7, 50, 60, 100])('of %i continues the previous page without gap or repeat', async (first) => {
    const pages = await readAllPages('margaret', { first });

    expect(idsOf(pages)).toEqual(margarets);
    expect(pages).toHaveLength(Math.ceil(120 / first));
    expect(pages.map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual(pages.map((_, index) => index > 0));
    expect(pages.map(({ totalCount }) => totalCount)).toEqual(pages.map(() => 120));
  });

  it('after the last task is empty', async () => {
    const [last] = (await readAllPages('margaret', { first: 100 })).slice(-1);

    const page = await readPage('margaret', { after: last.pageInfo.endCursor });

    expect(page).toEqual({
      totalCount: 120,
      nodes: [],
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
    });
  });

  it('of a user without tasks is empty', async () => {
    expect(await readPage('hedy')).toEqual({
      totalCount: 0,
      nodes: [],
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  it('can start after any task, not only after the last of a page', async () => {
    const { edges } = await readPage('margaret', { first: 10 });

    const page = await readPage('margaret', { first: 3, after: edges[4].cursor });

    expect(idsOf([page])).toEqual(margarets.slice(5, 8));
  });

  it('shares one call with all other pages and filters of the operation', async () => {
    await gateway.query(`{
      first: user(identifier: "margaret") { tasks(first: 1) { totalCount } all: tasks(first: 100) { nodes { id } } }
      again: user(identifier: "margaret") { tasks(filter: { statuses: [FAILED] }) { nodes { id status user { identifier } } } }
    }`);

    expect(gateway.simulator.requests()).toEqual(['GET /user/margaret/tasks']);
  });
});

describe('a cursor', () => {
  it('stays valid when a newer task is added between two pages', async () => {
    const before = await readPage('margaret', { first: 50 });
    gateway.simulator.addTask({ user: 'margaret', id: 'newest' });

    const after = await readPage('margaret', { first: 50, after: before.pageInfo.endCursor });

    expect(idsOf([before, after])).toEqual(margarets.slice(0, 100));
    expect(after.totalCount).toBe(121);
  });

  it('distinguishes tasks created at the same time', async () => {
    const createdAt = '2029-12-31T23:59:59.999Z';
    const ids = ['b', 'a', 'c', 'B', 'aa'];
    for (const id of ids) gateway.simulator.addTask({ user: 'hedy', id, createdAt });

    const pages = await readAllPages('hedy', { first: 1 });

    expect(pages).toHaveLength(5);
    expect(idsOf(pages).sort()).toEqual([...ids].sort());
  });

  it('distinguishes two rows with the same id', async () => {
    const whole = await readPage('reference-tasks');
    const pages = await readAllPages('reference-tasks', { first: 1 });

    expect(pages).toHaveLength(2);
    expect(pages.flatMap(({ nodes }) => nodes)).toEqual(whole.nodes);
    expect(whole.nodes.map(({ failReasonCode }: { failReasonCode: unknown }) => failReasonCode)).toEqual([
      null,
      'bad-credentials',
    ]);
  });

  it('is valid with another filter', async () => {
    const { edges } = await readPage('margaret', { first: 10 });
    const failed = await readPage('margaret', { first: 100, filter: { statuses: ['FAILED'] } });

    const page = await readPage('margaret', { first: 100, after: edges[9].cursor, filter: { statuses: ['FAILED'] } });

    const older = margarets.slice(10);
    expect(idsOf([page])).toEqual(idsOf([failed]).filter((id) => older.includes(id)));
    expect(idsOf([page])).not.toEqual([]);
  });

  it('before all matches of a filter has no previous page', async () => {
    const newest = await readPage('margaret', { first: 1 });
    const filter = { statuses: ['COMPLETED'] };

    const page = await readPage('margaret', { first: 1, after: newest.pageInfo.endCursor, filter });

    expect(idsOf([page])).toEqual(margarets.slice(1, 2));
    expect(page.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: true });
  });

  it('is opaque', async () => {
    const { pageInfo } = await readPage('margaret', { first: 1 });

    expect(pageInfo.endCursor).toMatch(/^[\w-]+$/);
  });
});
