import { type Block, readBlocks } from './markdown.ts';

/** One thing that a reader of a page does, with the output that the page promises. */
export interface Step {
  readonly kind: 'start' | 'shell' | 'query' | 'file' | 'excerpt';
  readonly block: Block;
  /** The `json variables` block after a query. */
  readonly variables: Block | null;
  /** The `json` or `text` block after a command or query; null where the page shows none. */
  readonly output: Block | null;
}

export interface Page {
  readonly steps: readonly Step[];
  /** Blocks marked `no-run`, and pictures. */
  readonly notRun: readonly Block[];
  /** Blocks that are neither run nor marked: a mistake in the page. */
  readonly unchecked: readonly Block[];
}

/** Marks a block that cannot run in a test, such as `docker build`. */
const noRun = 'no-run';
/** Marks a command that starts a server, which later blocks of the page talk to. */
const start = 'start';

export function readSteps(page: string): Page {
  const blocks = readBlocks(page);
  const steps: Step[] = [];
  const notRun: Block[] = [];
  const unchecked: Block[] = [];
  for (let block = blocks.shift(); block; block = blocks.shift()) {
    const kind = kindOf(block);
    if (kind === 'not-run') notRun.push(block);
    else if (kind === null) unchecked.push(block);
    else {
      const variables = kind === 'query' ? takeIf(blocks, ({ info }) => info.includes('variables')) : null;
      const output = kind === 'query' || kind === 'shell' ? takeIf(blocks, isOutput) : null;
      steps.push({ kind, block, variables, output });
    }
  }
  return { steps, notRun, unchecked };
}

function kindOf({ language, info }: Block): Step['kind'] | 'not-run' | null {
  if (info.includes(noRun) || language === 'mermaid') return 'not-run';
  if (fileNameOf(info) !== null) return 'file';
  if (sourceOf(info) !== null) return 'excerpt';
  if (language === 'sh') return info.includes(start) ? 'start' : 'shell';
  return language === 'graphql' ? 'query' : null;
}

/** The name in `file=name`: the block is saved under it for the commands that follow. */
export function fileNameOf(info: readonly string[]): string | null {
  return readWord(info, 'file=');
}

/** The path in `from=path`: the block is a part of that file. */
export function sourceOf(info: readonly string[]): string | null {
  return readWord(info, 'from=');
}

function readWord(info: readonly string[], start: string): string | null {
  return info.find((word) => word.startsWith(start))?.slice(start.length) ?? null;
}

function isOutput({ language, info }: Block): boolean {
  return ['json', 'text'].includes(language) && info.length === 0;
}

function takeIf(blocks: Block[], isWanted: (block: Block) => boolean): Block | null {
  const [next] = blocks;
  if (next === undefined || !isWanted(next)) return null;
  blocks.shift();
  return next;
}
