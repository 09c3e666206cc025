import type { Path } from "../data/path.ts";

/**
 * One thing that is wrong, as data.
 *
 * `code` is stable; `message` is a sentence for people that already holds everything below.
 */
export interface Issue {
  readonly code: string;
  readonly message: string;
  /** Where in the value (or schema) the problem sits; empty for the whole. */
  readonly path: Path;
  /** What would have been right, in words. */
  readonly expected?: string;
  /** What was found instead, in words. */
  readonly got?: string;
  /** The layer whose value it is, when the value came out of a fold. */
  readonly layer?: string;
  /** Where that layer says it was written: whatever the layer carried as `origin`. */
  readonly origin?: unknown;
  /** The nearest legal name, when a name was mistyped. */
  readonly suggestion?: string;
  /** What to do about it. */
  readonly remedy?: string;
}
