import type { FieldNode } from 'graphql';

/** The number of fields in one object of each list of an operation, without the fields of the lists below it. */
export interface ItemSizes {
  add(nodes: readonly FieldNode[], size: number): void;
  /** Of a list that the nodes select. */
  sizeOf(nodes: readonly FieldNode[]): number;
}

interface ItemSize {
  readonly nodes: readonly FieldNode[];
  size: number;
}

export function createItemSizes(): ItemSizes {
  const byFirstNode = new Map<FieldNode | undefined, ItemSize[]>();
  return {
    add(nodes, size) {
      const known = find(nodes);
      if (known) known.size = Math.max(known.size, size);
      else byFirstNode.set(nodes[0], [...(byFirstNode.get(nodes[0]) ?? []), { nodes, size }]);
    },
    sizeOf(nodes) {
      const known = find(nodes);
      if (!known) throw new Error('The operation has no such list.');
      return known.size;
    },
  };

  function find(nodes: readonly FieldNode[]): ItemSize | undefined {
    return byFirstNode.get(nodes[0])?.find((each) => isSame(each.nodes, nodes));
  }
}

function isSame(some: readonly FieldNode[], others: readonly FieldNode[]): boolean {
  return some.length === others.length && some.every((node, index) => node === others[index]);
}
