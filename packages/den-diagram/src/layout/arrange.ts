import { type Links, type Rows, uncrossed } from "./crossings.ts";
import type { Point, Size } from "./geometry.ts";
import { layering, type Pairs } from "./layers.ts";
import { spread } from "./straighten.ts";

/** Where items stand, upper left corners, and through which places long edges go. */
export interface Arrangement extends Size {
  readonly corners: readonly Point[];
  /** For each pair, in its order: places between its ends, from `from` to `to`. */
  readonly via: readonly (readonly Point[])[];
}

/** Something of a layer: an item, or a place that a long edge goes through. */
interface Place {
  readonly along: number;
  readonly size: number;
}

const BETWEEN = 18;
const LAYER_GAP = 56;
const EDGE_ROOM = 2;
const MOST_EDGE_ROOM = 120;
const LANE = 10;
/** Beyond this many places long edges take the direct way. */
const MOST_LANES = 50_000;
const PASSES = 8;

/**
 * Arranges connected items in layers (Sugiyama, Tagawa & Toda 1981): layers by longest path, few
 * crossings, then every layer as near as can be to what it is connected with.
 */
export function arrange(
  items: readonly Size[],
  pairs: Pairs,
  direction: "right" | "down",
  labelRoom: number,
): Arrangement {
  const right = direction === "right";
  const places: Place[] = items.map(({ width, height }) =>
    right ? { along: width, size: height } : { along: height, size: width },
  );
  const { layerOf, layers } = layering(items.length, pairs);
  const rows: number[][] = Array.from({ length: layers }, () => []);
  const links: { before: number[][]; behind: number[][] } = {
    before: items.map(() => []),
    behind: items.map(() => []),
  };
  firstOrder(items.length, pairs, layerOf).forEach((item) => {
    rows[layerOf[item] as number]?.push(item);
  });
  const link = (a: number, b: number): void => {
    links.behind[a]?.push(b);
    links.before[b]?.push(a);
  };
  const lanes = pairs.reduce(
    (sum, [a, b]) =>
      sum + Math.max(0, Math.abs((layerOf[a] as number) - (layerOf[b] as number)) - 1),
    0,
  );
  const ways = pairs.map(([from, to]) => {
    const forwards = (layerOf[from] as number) < (layerOf[to] as number);
    const [first, last] = forwards ? [from, to] : [to, from];
    const way: number[] = [];
    if (first === last) return way;
    let at = first;
    for (let layer = (layerOf[first] as number) + 1; layer < (layerOf[last] as number); layer++) {
      if (lanes > MOST_LANES) return way;
      const place = places.length;
      places.push({ along: 0, size: LANE });
      links.before.push([]);
      links.behind.push([]);
      rows[layer]?.push(place);
      link(at, place);
      way.push(place);
      at = place;
    }
    link(at, last);
    return forwards ? way : way.reverse();
  });
  const ordered = uncrossed(rows, links);
  const middles = straightened(ordered, links, places);
  const starts = layerStarts(ordered, places, links, labelRoom);
  const layerOfPlace = new Array<number>(places.length).fill(0);
  ordered.forEach((row, layer) => {
    for (const place of row) layerOfPlace[place] = layer;
  });
  const point = (along: number, across: number): Point =>
    right ? { x: along, y: across } : { x: across, y: along };
  const least = ordered.reduce((sum, [first]) => {
    if (first === undefined) return sum;
    return Math.min(sum, (middles[first] as number) - (places[first] as Place).size / 2);
  }, Number.POSITIVE_INFINITY);
  const most = ordered.reduce((sum, row) => {
    const last = row[row.length - 1];
    return last === undefined
      ? sum
      : Math.max(sum, (middles[last] as number) + (places[last] as Place).size / 2);
  }, Number.NEGATIVE_INFINITY);
  const total = point(starts.total, most - least);
  return {
    width: total.x,
    height: total.y,
    corners: items.map((_, item) =>
      point(
        starts.of[layerOf[item] as number] as number,
        (middles[item] as number) - (places[item] as Place).size / 2 - least,
      ),
    ),
    via: ways.map((way) =>
      way.map((place) => {
        const layer = layerOfPlace[place] as number;
        const along = (starts.of[layer] as number) + (starts.widths[layer] as number) / 2;
        return point(along, (middles[place] as number) - least);
      }),
    ),
  };
}

/** Depth first from where edges begin: what hangs together starts out together. */
function firstOrder(count: number, pairs: Pairs, layerOf: readonly number[]): readonly number[] {
  const next: number[][] = Array.from({ length: count }, () => []);
  for (const [a, b] of pairs) {
    next[a]?.push(b);
    next[b]?.push(a);
  }
  const seen = new Array<boolean>(count).fill(false);
  const order: number[] = [];
  const roots = Array.from({ length: count }, (_, item) => item).sort(
    (a, b) => (layerOf[a] as number) - (layerOf[b] as number) || a - b,
  );
  for (const root of roots) {
    const open = [root];
    while (open.length > 0) {
      const item = open.pop() as number;
      if (seen[item] === true) continue;
      seen[item] = true;
      order.push(item);
      const near = next[item] as number[];
      for (let i = near.length - 1; i >= 0; i--) open.push(near[i] as number);
    }
  }
  return order;
}

function straightened(rows: Rows, links: Links, places: readonly Place[]): readonly number[] {
  const middles = new Array<number>(places.length).fill(0);
  const put = (row: readonly number[], wishes: readonly number[]): void => {
    const found = spread(
      row.map((place) => places[place] as Place),
      wishes,
      BETWEEN,
    );
    row.forEach((place, index) => {
      middles[place] = found[index] as number;
    });
  };
  for (const row of rows)
    put(
      row,
      row.map(() => 0),
    );
  const towards = (row: readonly number[], neighbours: readonly (readonly number[])[]): void => {
    const wishes = row.map((place) => {
      const near = neighbours[place] as readonly number[];
      if (near.length === 0) return middles[place] as number;
      return near.reduce((sum, one) => sum + (middles[one] as number), 0) / near.length;
    });
    put(row, wishes);
  };
  for (let pass = 0; pass < PASSES; pass++) {
    if (pass % 2 === 0) for (const row of rows) towards(row, links.before);
    else for (const row of [...rows].reverse()) towards(row, links.behind);
  }
  return middles;
}

function layerStarts(
  rows: Rows,
  places: readonly Place[],
  { behind }: Links,
  labelRoom: number,
): { readonly of: readonly number[]; readonly widths: readonly number[]; readonly total: number } {
  const of: number[] = [];
  const widths: number[] = [];
  let at = 0;
  rows.forEach((row) => {
    const width = row.reduce((most, place) => Math.max(most, (places[place] as Place).along), 0);
    const edges = row.reduce((sum, place) => sum + (behind[place]?.length ?? 0), 0);
    of.push(at);
    widths.push(width);
    at += width + LAYER_GAP + labelRoom + Math.min(edges * EDGE_ROOM, MOST_EDGE_ROOM);
  });
  const last = rows.length - 1;
  return { of, widths, total: last < 0 ? 0 : (of[last] as number) + (widths[last] as number) };
}
