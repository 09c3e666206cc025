import type { Picture } from "../picture/picture.ts";
import { arrange } from "./arrange.ts";
import type { Point, Size } from "./geometry.ts";
import type { Pairs } from "./layers.ts";
import { pack } from "./pack.ts";

/** A part that stands in a frame: a node, or a group with all that is in it. */
export interface Child {
  readonly what: "node" | "group";
  readonly id: string;
}

/** What stands in the outermost frame (`undefined`) and in each group. */
export interface Nesting {
  readonly children: ReadonlyMap<string | undefined, readonly Child[]>;
  /** The frames around a node, the outermost (`undefined`) first. */
  around(node: string): readonly (string | undefined)[];
  /** Groups, each behind those that stand in it. */
  readonly innermostFirst: readonly string[];
}

/** Reads the nesting of groups. */
export function nestingOf({ nodes, groups }: Picture): Nesting {
  const parents = new Map(groups.map(({ id, group }) => [id, group]));
  const children = new Map<string | undefined, Child[]>([[undefined, []]]);
  for (const { id } of groups) children.set(id, []);
  for (const { id, group } of groups) children.get(group)?.push({ what: "group", id });
  for (const { id, group } of nodes) children.get(group)?.push({ what: "node", id });
  const frames = new Map<string | undefined, readonly (string | undefined)[]>([
    [undefined, [undefined]],
  ]);
  const outermostFirst: string[] = [];
  const open: (string | undefined)[] = [undefined];
  while (open.length > 0) {
    const frame = open.pop();
    for (const { what, id } of children.get(frame) as Child[]) {
      if (what === "node") continue;
      outermostFirst.push(id);
      frames.set(id, [...(frames.get(parents.get(id)) as readonly (string | undefined)[]), id]);
      open.push(id);
    }
  }
  const groupOf = new Map(nodes.map(({ id, group }) => [id, group]));
  return {
    children,
    around: (node) => frames.get(groupOf.get(node)) as readonly (string | undefined)[],
    innermostFirst: outermostFirst.reverse(),
  };
}

/** An edge seen from the innermost frame that holds both ends: between two children of it. */
export interface Lifted {
  readonly frame: string | undefined;
  readonly from: Child;
  readonly to: Child;
}

/** Which children of which frame an edge joins. */
export function lift(nesting: Nesting, from: string, to: string): Lifted {
  const [a, b] = [nesting.around(from), nesting.around(to)];
  let depth = 0;
  while (depth + 1 < a.length && depth + 1 < b.length && a[depth + 1] === b[depth + 1]) depth++;
  const child = (chain: readonly (string | undefined)[], node: string): Child => {
    const group = chain[depth + 1];
    return group === undefined ? { what: "node", id: node } : { what: "group", id: group };
  };
  return { frame: a[depth], from: child(a, from), to: child(b, to) };
}

/** The children of one frame, arranged. */
export interface Filled extends Size {
  readonly corners: readonly Point[];
  /** For each pair: the places that its edges go through. */
  readonly via: readonly (readonly Point[])[];
}

const GAP = 28;
const RATIO = 1.7;

/** Arranges children of a frame: what hangs together by itself, then all of these in rows. */
export function fill(
  sizes: readonly Size[],
  pairs: Pairs,
  direction: "right" | "down",
  labelRoom: number,
): Filled {
  const parts = connected(sizes.length, pairs);
  const corners = new Array<Point>(sizes.length).fill({ x: 0, y: 0 });
  const via = new Array<readonly Point[]>(pairs.length).fill([]);
  const arranged = parts.map((part) => {
    const numberOf = new Map(part.items.map((item, index) => [item, index]));
    return arrange(
      part.items.map((item) => sizes[item] as Size),
      part.pairs.map((index) => {
        const [a, b] = pairs[index] as readonly [number, number];
        return [numberOf.get(a) as number, numberOf.get(b) as number] as const;
      }),
      direction,
      labelRoom,
    );
  });
  const packed = pack(arranged, GAP, RATIO);
  parts.forEach((part, index) => {
    const corner = packed.corners[index] as Point;
    const made = arranged[index] as (typeof arranged)[number];
    part.items.forEach((item, i) => {
      corners[item] = moved(made.corners[i] as Point, corner);
    });
    part.pairs.forEach((pair, i) => {
      via[pair] = (made.via[i] as readonly Point[]).map((point) => moved(point, corner));
    });
  });
  return { width: packed.width, height: packed.height, corners, via };
}

/** A point, seen from somewhere else. */
export function moved({ x, y }: Point, by: Point): Point {
  return { x: x + by.x, y: y + by.y };
}

interface ConnectedPart {
  readonly items: number[];
  /** Indices of pairs. */
  readonly pairs: number[];
}

/** Weak components, those with edges first, then by their first item. */
function connected(count: number, pairs: Pairs): readonly ConnectedPart[] {
  const leader = Array.from({ length: count }, (_, item) => item);
  const find = (item: number): number => {
    let at = item;
    while (leader[at] !== at) {
      leader[at] = leader[leader[at] as number] as number;
      at = leader[at] as number;
    }
    return at;
  };
  for (const [a, b] of pairs) {
    const [x, y] = [find(a), find(b)];
    leader[Math.max(x, y)] = Math.min(x, y);
  }
  const parts = new Map<number, ConnectedPart>();
  for (let item = 0; item < count; item++) {
    const root = find(item);
    const part = parts.get(root);
    if (part === undefined) parts.set(root, { items: [item], pairs: [] });
    else part.items.push(item);
  }
  pairs.forEach(([a], index) => {
    parts.get(find(a))?.pairs.push(index);
  });
  const all = [...parts.values()];
  return [
    ...all.filter((part) => part.items.length > 1),
    ...all.filter((part) => part.items.length === 1),
  ];
}
