import { type Algebraic, connect, empty, overlay, vertex } from "./algebraic.ts";

/** All of these laid over one another. A balanced term, so folding it stays shallow. */
export function overlays<N>(graphs: Iterable<Algebraic<N>>): Algebraic<N> {
  return balanced([...graphs], overlay);
}

/** All of these connected in order: an edge from each vertex to each vertex of a later one. */
export function connects<N>(graphs: Iterable<Algebraic<N>>): Algebraic<N> {
  return balanced([...graphs], connect);
}

/** These vertices and no edges. */
export function vertices<N>(nodes: Iterable<N>): Algebraic<N> {
  return overlays(Array.from(nodes, vertex));
}

/** One edge and its two ends. */
export function edge<N>(source: N, target: N): Algebraic<N> {
  return connect(vertex(source), vertex(target));
}

/** These edges and their ends. */
export function edges<N>(pairs: Iterable<readonly [N, N]>): Algebraic<N> {
  return overlays(Array.from(pairs, ([source, target]) => edge(source, target)));
}

/** These vertices and these edges. */
export function graph<N>(nodes: Iterable<N>, pairs: Iterable<readonly [N, N]>): Algebraic<N> {
  return overlay(vertices(nodes), edges(pairs));
}

/** An edge from each node to the next. One node is a vertex, none the empty graph. */
export function path<N>(nodes: Iterable<N>): Algebraic<N> {
  const list = [...nodes];
  if (list.length < 2) return vertices(list);
  return edges(list.slice(1).map((node, i): [N, N] => [list[i] as N, node]));
}

/** A path whose last node has an edge to its first. One node gets an edge to itself. */
export function circuit<N>(nodes: Iterable<N>): Algebraic<N> {
  const list = [...nodes];
  if (list.length === 0) return empty();
  return edges(list.map((node, i): [N, N] => [node, list[(i + 1) % list.length] as N]));
}

/** An edge from each node to each later one. */
export function clique<N>(nodes: Iterable<N>): Algebraic<N> {
  return connects(Array.from(nodes, vertex));
}

/** An edge from each of `sources` to each of `targets`. */
export function biclique<N>(sources: Iterable<N>, targets: Iterable<N>): Algebraic<N> {
  return connect(vertices(sources), vertices(targets));
}

/** An edge from `centre` to each of `points`. */
export function star<N>(centre: N, points: Iterable<N>): Algebraic<N> {
  return connect(vertex(centre), vertices(points));
}

/** A node and its subtrees. */
export interface Tree<N> {
  readonly node: N;
  readonly children?: readonly Tree<N>[];
}

/** An edge from each node of these trees to each of its children. Any depth. */
export function forest<N>(trees: Iterable<Tree<N>>): Algebraic<N> {
  const todo = [...trees];
  const stars: Algebraic<N>[] = [];
  for (let tree = todo.pop(); tree !== undefined; tree = todo.pop()) {
    const children = tree.children ?? [];
    stars.push(
      star(
        tree.node,
        children.map((child) => child.node),
      ),
    );
    for (const child of children) todo.push(child);
  }
  return overlays(stars);
}

/** An edge from each node of the tree to each of its children. */
export function tree<N>(root: Tree<N>): Algebraic<N> {
  return forest([root]);
}

function balanced<N>(
  graphs: Algebraic<N>[],
  join: (left: Algebraic<N>, right: Algebraic<N>) => Algebraic<N>,
): Algebraic<N> {
  let level = graphs;
  while (level.length > 1) {
    const next: Algebraic<N>[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = [level[i] as Algebraic<N>, level[i + 1]];
      next.push(right === undefined ? left : join(left, right));
    }
    level = next;
  }
  return level[0] ?? empty();
}
