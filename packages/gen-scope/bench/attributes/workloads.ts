/** A layered graph: every node reads two nodes of the layer below. */
export interface Layers {
  readonly nodes: readonly string[];
  /** What each node reads; nothing in the lowest layer. */
  readonly reads: ReadonlyMap<string, readonly string[]>;
  readonly leaves: readonly string[];
  readonly top: readonly string[];
}

/** `size` nodes in layers of a hundred deep, named like scopes. */
export function layers(size: number): Layers {
  const width = size / 100;
  const nodes = Array.from({ length: size }, (_, i) => `scope:${i}`);
  const reads = new Map<string, readonly string[]>();
  nodes.forEach((node, i) => {
    const below = (Math.floor(i / width) - 1) * width;
    const at = i % width;
    // Rings of ten within a layer: an edit reaches a thousandth of a graph of 1e5.
    const beside = at % 10 === 9 ? at - 9 : at + 1;
    reads.set(
      node,
      i < width ? [] : [nodes[below + at] as string, nodes[below + beside] as string],
    );
  });
  return { nodes, reads, leaves: nodes.slice(0, width), top: nodes.slice(-width) };
}
