import type { Point, Size } from "./geometry.ts";

/**
 * Puts frames side by side in rows, in the order given, so that the whole is about `ratio` times as
 * wide as high. O(n).
 */
export function pack(
  frames: readonly Size[],
  gap: number,
  ratio: number,
): Size & { readonly corners: readonly Point[] } {
  const area = frames.reduce((sum, { width, height }) => sum + (width + gap) * (height + gap), 0);
  const widest = frames.reduce((most, { width }) => Math.max(most, width), 0);
  const limit = Math.max(widest, Math.sqrt(area * ratio));
  const corners: Point[] = [];
  let [x, y, rowHeight, width] = [0, 0, 0, 0];
  for (const frame of frames) {
    if (x > 0 && x + frame.width > limit) {
      x = 0;
      y += rowHeight + gap;
      rowHeight = 0;
    }
    corners.push({ x, y });
    width = Math.max(width, x + frame.width);
    x += frame.width + gap;
    rowHeight = Math.max(rowHeight, frame.height);
  }
  return { corners, width, height: y + rowHeight };
}
