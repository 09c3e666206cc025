import type { Rect } from "../layout/geometry.ts";
import type { Shape } from "../picture/picture.ts";

/** A coordinate as text: a tenth of a pixel is exact enough, and the same everywhere. */
export function px(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return String(Object.is(rounded, -0) ? 0 : rounded);
}

/** The outline of a node as an SVG element. */
export function outline(shape: Shape, { x, y, width: w, height: h }: Rect): string {
  switch (shape) {
    case "pill":
      return rect(x, y, w, h, h / 2);
    case "round":
      return rect(x, y, w, h, 8);
    case "hexagon":
      return polygon([
        [x + 10, y],
        [x + w - 10, y],
        [x + w, y + h / 2],
        [x + w - 10, y + h],
        [x + 10, y + h],
        [x, y + h / 2],
      ]);
    case "diamond":
      return polygon([
        [x + w / 2, y - 4],
        [x + w + 4, y + h / 2],
        [x + w / 2, y + h + 4],
        [x - 4, y + h / 2],
      ]);
    case "cylinder":
      return path(
        `M${px(x)} ${px(y + 4)}a${px(w / 2)} 4 0 0 1 ${px(w)} 0v${px(h - 8)}a${px(w / 2)} 4 0 0 1 ${px(-w)} 0zm0 0a${px(w / 2)} 4 0 0 0 ${px(w)} 0`,
      );
    case "note":
      return path(
        `M${px(x)} ${px(y)}h${px(w - 10)}l10 10v${px(h - 10)}h${px(-w)}zm${px(w - 10)} 0v10h10`,
      );
    case "box":
      return rect(x, y, w, h, 3);
  }
}

function rect(x: number, y: number, w: number, h: number, r: number): string {
  return `<rect class="shape" x="${px(x)}" y="${px(y)}" width="${px(w)}" height="${px(h)}" rx="${px(r)}"/>`;
}

function path(d: string): string {
  return `<path class="shape" d="${d}"/>`;
}

function polygon(points: readonly (readonly [number, number])[]): string {
  const text = points.map(([x, y]) => `${px(x)},${px(y)}`).join(" ");
  return `<polygon class="shape" points="${text}"/>`;
}
