import { keyOf } from "../picture/order.ts";
import type { Picture, PictureNode, Shape } from "../picture/picture.ts";
import type { Curve, Point, Rect, Size } from "./geometry.ts";
import { type Measure, shortened, textWidth } from "./measure.ts";
import { type Child, type Filled, fill, lift, moved, nestingOf } from "./nest.ts";
import { route } from "./route.ts";

/** What is written where: sizes in pixels. */
export const FONT = { label: 13, note: 11, edge: 11, group: 12 } as const;
const LONGEST = 44;
const PAD = { x: 12, y: 8 } as const;
const FRAME = { pad: 16, head: 26 } as const;

/** How much of its width an outline takes from the text in it. */
const CORNERS: Readonly<Record<Shape, number>> = {
  box: 0,
  round: 0,
  pill: 6,
  hexagon: 16,
  cylinder: 0,
  note: 12,
  diamond: 48,
};

/** Where everything of a picture stands. */
export interface Layout extends Size {
  readonly nodes: ReadonlyMap<string, Rect>;
  /** Each before those that stand in it. */
  readonly groups: ReadonlyMap<string, Rect>;
  /** One for each edge, in the order of the picture. */
  readonly edges: readonly Curve[];
}

/** What is written in a node: the label, and the smaller line below. Long ones lose their middle. */
export function linesOf({ id, label, note }: PictureNode): readonly [string, string?] {
  const first = shortened(label ?? id, LONGEST);
  return note === undefined ? [first] : [first, shortened(note, LONGEST)];
}

/**
 * Lays a picture out: groups from the inside to the outside, the parts of each in layers. Nodes never
 * overlap, and stand inside their groups. The same picture gives the same layout.
 * O((n + m) log n) for pictures whose edges are short.
 */
export function layout(picture: Picture, measure: Measure = textWidth): Layout {
  const { direction } = picture;
  const nesting = nestingOf(picture);
  const sizes = new Map<string, Size>();
  const key = ({ what, id }: Child): string => `${what}:${id}`;
  for (const node of picture.nodes) {
    const shape = node.kind === undefined ? undefined : picture.kinds[node.kind]?.shape;
    sizes.set(`node:${node.id}`, nodeSize(node, shape ?? "box", measure));
  }

  const lifted = picture.edges.map(({ from, to }) => lift(nesting, from, to));
  const pairsIn = new Map<string | undefined, Map<string, readonly [Child, Child]>>();
  const labelRooms = new Map<string | undefined, number>();
  lifted.forEach(({ frame, from, to }, index) => {
    const pairs = pairsIn.get(frame) ?? new Map<string, readonly [Child, Child]>();
    pairsIn.set(frame, pairs);
    pairs.set(keyOf(key(from), key(to)), [from, to]);
    const label = picture.edges[index]?.label;
    if (label !== undefined && direction === "right") {
      const room = measure(shortened(label, LONGEST)) * FONT.edge;
      labelRooms.set(frame, Math.max(labelRooms.get(frame) ?? 0, room));
    }
  });

  const filled = new Map<string | undefined, Filled>();
  const viaOf = new Map<string | undefined, ReadonlyMap<string, readonly Point[]>>();
  const fillFrame = (frame: string | undefined): Filled => {
    const children = nesting.children.get(frame) as readonly Child[];
    const numberOf = new Map(children.map((child, index) => [key(child), index]));
    const pairs = [...(pairsIn.get(frame) ?? new Map<string, readonly [Child, Child]>())];
    const made = fill(
      children.map((child) => sizes.get(key(child)) as Size),
      pairs.map(
        ([, [a, b]]) => [numberOf.get(key(a)) as number, numberOf.get(key(b)) as number] as const,
      ),
      direction,
      labelRooms.get(frame) ?? 0,
    );
    filled.set(frame, made);
    viaOf.set(
      frame,
      new Map(pairs.map(([name], index) => [name, made.via[index] as readonly Point[]])),
    );
    return made;
  };
  const labels = new Map(picture.groups.map(({ id, label }) => [id, label ?? id]));
  for (const group of nesting.innermostFirst) {
    const inside = fillFrame(group);
    const title = measure(shortened(labels.get(group) as string, LONGEST)) * FONT.group;
    sizes.set(`group:${group}`, {
      width: Math.max(inside.width, title) + 2 * FRAME.pad,
      height: inside.height + FRAME.head + FRAME.pad,
    });
  }
  const whole = fillFrame(undefined);

  const nodes = new Map<string, Rect>();
  const groups = new Map<string, Rect>();
  const insides = new Map<string | undefined, Point>([[undefined, { x: 0, y: 0 }]]);
  for (const frame of [undefined, ...[...nesting.innermostFirst].reverse()]) {
    const corner = insides.get(frame) as Point;
    (nesting.children.get(frame) as readonly Child[]).forEach((child, index) => {
      const at = moved((filled.get(frame) as Filled).corners[index] as Point, corner);
      const rect = { ...at, ...(sizes.get(key(child)) as Size) };
      if (child.what === "node") nodes.set(child.id, rect);
      else {
        groups.set(child.id, rect);
        insides.set(child.id, moved(at, { x: FRAME.pad, y: FRAME.head }));
      }
    });
  }
  const edges = lifted.map(({ frame, from, to }, index) => {
    const edge = picture.edges[index] as Picture["edges"][number];
    const via = viaOf.get(frame)?.get(keyOf(key(from), key(to))) ?? [];
    const corner = insides.get(frame) as Point;
    return route(
      nodes.get(edge.from) as Rect,
      nodes.get(edge.to) as Rect,
      via.map((point) => moved(point, corner)),
      direction,
    );
  });
  return { width: whole.width, height: whole.height, nodes, groups, edges };
}

function nodeSize(node: PictureNode, shape: Shape, measure: Measure): Size {
  const [label, note] = linesOf(node);
  const width = Math.max(
    measure(label) * FONT.label,
    note === undefined ? 0 : measure(note) * FONT.note,
    24,
  );
  return {
    width: Math.ceil(width) + 2 * PAD.x + CORNERS[shape],
    height: note === undefined ? 18 + 2 * PAD.y : 34 + 2 * PAD.y,
  };
}
