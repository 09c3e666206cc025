/** A node to grow, with what grows below it. */
export interface Sprout<Node, Data> {
  readonly node: Node;
  readonly kind: string;
  readonly data: Data;
  readonly children?: readonly Sprout<Node, Data>[];
}

/** A grown node and its place. */
export interface Placement<Node, Data> {
  readonly node: Node;
  readonly kind: string;
  readonly data: Data;
  /** The node right above: the host, or another grown node. */
  readonly parent: Node;
  /** The node whose attribute grew it. */
  readonly host: Node;
}

/** Whether two growths have the same nodes with the same kinds, places and (`Object.is`) data. */
export function isSameGrowth<Node, Data>(
  a: readonly Placement<Node, Data>[],
  b: readonly Placement<Node, Data>[],
): boolean {
  return a.length === b.length && a.every((place, i) => isSamePlace(place, b[i]));
}

/** Whether two places, or their absence, are the same. */
export function isSamePlace<Node, Data>(
  a: Placement<Node, Data> | undefined,
  b: Placement<Node, Data> | undefined,
): boolean {
  if (a === undefined || b === undefined) return a === b;
  const keys = ["node", "kind", "data", "parent", "host"] as const;
  return keys.every((key) => Object.is(a[key], b[key]));
}

/** The grown nodes in pre-order, without recursion. */
export function placements<Node, Data>(
  host: Node,
  sprouts: readonly Sprout<Node, Data>[],
): readonly Placement<Node, Data>[] {
  const found: Placement<Node, Data>[] = [];
  const open = [...sprouts].reverse().map((sprout) => ({ sprout, parent: host }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, kind, data, children = [] } = next.sprout;
    found.push({ node, kind, data, parent: next.parent, host });
    for (const child of [...children].reverse()) open.push({ sprout: child, parent: node });
  }
  return found;
}
