import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { expectJson, expectText } from './expect-output.ts';
import { type Block, listPages, readPage } from './markdown.ts';
import { openSession, type Session } from './session.ts';
import { fileNameOf, readSteps, type Step, sourceOf } from './steps.ts';

jest.setTimeout(120_000);

const pages = listPages().map((page) => ({ page, ...readSteps(page) }));

/** Blocks marked `no-run`, and pictures, by page. A block may be added here only when no test can run it. */
const notRun: Readonly<Record<string, number>> = {
  'CONTRIBUTING.md': 2,
  'README.md': 3,
  'docs/architecture.md': 4,
  'docs/authentication.md': 1,
  'docs/drift.md': 2,
  'docs/operations.md': 1,
  'docs/performance.md': 1,
};

describe.each(pages.filter(({ steps }) => steps.length > 0))('$page', ({ steps }) => {
  let session: Session | undefined;
  afterAll(() => session?.close());

  it.each(steps.map((step) => ({ title: titleOf(step.block), step })))('keeps its word: $title', async ({ step }) => {
    session ??= await startSession(steps);

    await perform(step, session);
  });
});

describe('the pages', () => {
  it('have no block that is neither run nor marked `no-run`', () => {
    expect(pages.flatMap(({ unchecked }) => unchecked.map(titleOf))).toEqual([]);
  });

  it('have no more blocks marked `no-run` than are counted here', () => {
    const blocks = pages.flatMap((each) => each.notRun);

    process.stderr.write(`Not run:\n${blocks.map((block) => `  ${titleOf(block)}\n`).join('')}`);
    expect(
      Object.fromEntries(
        Object.entries(Object.groupBy(blocks, ({ page }) => page)).map(([page, all]) => [page, all?.length]),
      ),
    ).toEqual(notRun);
  });
});

/** A page that sends requests before it starts a server is read beside a running gateway. */
async function startSession(steps: readonly Step[]): Promise<Session> {
  const session = openSession();
  const first = steps.find(
    ({ kind, block }) => !['file', 'excerpt'].includes(kind) && (kind !== 'shell' || block.text.includes(':4000')),
  );
  if (first && first.kind !== 'start') await session.start('npm start');
  return session;
}

async function perform({ kind, block, variables, output }: Step, session: Session): Promise<void> {
  if (kind === 'file') return session.save(fileNameOf(block.info) ?? '', block.text);
  if (kind === 'excerpt') return expect(readPage(sourceOf(block.info) ?? '')).toContain(block.text);
  if (kind === 'start') return session.start(block.text);
  if (kind === 'query')
    return expectAnswer(await session.query(block.text, variables && JSON.parse(variables.text)), output);
  const printed = await session.run(block.text);
  if (output?.language === 'text') return expectText(printed, output.text);
  if (output !== null || isJson(printed)) return expectAnswer(JSON.parse(printed), output);
}

function expectAnswer(answer: unknown, output: Block | null): void {
  if (output === null) expect(answer).not.toHaveProperty('errors');
  else expectJson(answer, output.text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function titleOf({ page, line, text }: Block): string {
  return `${page}:${line}: ${text.split('\n')[0]}`;
}
