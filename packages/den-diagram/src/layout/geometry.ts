/** A place in pixels: x to the right, y down. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A frame: its upper left corner and its size. */
export interface Rect extends Point, Size {}

/** A line of cubic Bézier curves, each from where the last one ended. */
export interface Curve {
  readonly start: Point;
  readonly pieces: readonly (readonly [towards: Point, from: Point, end: Point])[];
  /** The middle of the line, where a label goes. */
  readonly middle: Point;
}
