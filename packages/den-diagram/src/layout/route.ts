import type { Curve, Point, Rect } from "./geometry.ts";

/**
 * The line of an edge between two frames: out of the side that faces the other, through the places
 * given; a bow where neither faces the other, a loop from a frame to itself.
 */
export function route(
  from: Rect,
  to: Rect,
  via: readonly Point[],
  direction: "right" | "down",
): Curve {
  const right = direction === "right";
  const side = (frame: Rect, end: boolean): Point =>
    right
      ? { x: frame.x + (end ? frame.width : 0), y: frame.y + frame.height / 2 }
      : { x: frame.x + frame.width / 2, y: frame.y + (end ? frame.height : 0) };
  const along = ({ x, y }: Point): number => (right ? x : y);
  const shift = ({ x, y }: Point, by: number): Point =>
    right ? { x: x + by, y } : { x, y: y + by };
  const forwards = along(side(to, false)) >= along(side(from, true));
  const backwards = along(side(from, false)) >= along(side(to, true));
  if (!forwards && !backwards) return bow(side(from, true), side(to, true), shift, from === to);
  const points = [side(from, forwards), ...via, side(to, !forwards)];
  const pieces = points.slice(1).map((end, index) => {
    const start = points[index] as Point;
    const half = (along(end) - along(start)) / 2;
    return [shift(start, half), shift(end, -half), end] as const;
  });
  return curve(points[0] as Point, pieces);
}

const BOW = 36;

function bow(
  start: Point,
  end: Point,
  shift: (point: Point, by: number) => Point,
  self: boolean,
): Curve {
  if (!self) return curve(start, [[shift(start, BOW), shift(end, BOW), end]]);
  const beside = shift(start, BOW);
  // Out of the middle, and back in a little further on.
  const [dx, dy] = [beside.x - start.x, beside.y - start.y];
  const back = { x: start.x + dy / 4, y: start.y + dx / 4 };
  return curve(start, [
    [
      { x: beside.x - dy / 2, y: beside.y - dx / 2 },
      { x: beside.x + dy / 2, y: beside.y + dx / 2 },
      back,
    ],
  ]);
}

function curve(start: Point, pieces: Curve["pieces"]): Curve {
  const middle = Math.floor((pieces.length - 1) / 2);
  const [a, b, end] = pieces[middle] as Curve["pieces"][number];
  const from = middle === 0 ? start : (pieces[middle - 1] as Curve["pieces"][number])[2];
  const at = (p: number, q: number, r: number, s: number): number => (p + 3 * q + 3 * r + s) / 8;
  return {
    start,
    pieces,
    middle: { x: at(from.x, a.x, b.x, end.x), y: at(from.y, a.y, b.y, end.y) },
  };
}
