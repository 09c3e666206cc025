import type { Path } from "../data/path.ts";

/**
 * What one change does to the set of accepted values. `wider`: more is accepted than before.
 * `narrower`: less is. `both`: some of each, or too different to tell. `none`: the same values are
 * accepted (texts, defaults).
 */
export type Effect = "wider" | "narrower" | "both" | "none";

/** One difference between two schemas. */
export interface Change {
  readonly path: Path;
  readonly keyword: string;
  readonly effect: Effect;
  /** A sentence that names the place and both sides. */
  readonly message: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * How a new schema stands to the old one. `same`: no difference. `compatible`: differences that
 * accept the same values. `backward`: whatever the old one accepts, the new one accepts. `forward`:
 * whatever the new one accepts, the old one accepts. `breaking`: neither can be promised.
 */
export type Verdict = "same" | "compatible" | "backward" | "forward" | "breaking";

/** The comparison of two schemas. */
export interface SchemaDiff {
  readonly verdict: Verdict;
  /** Data written for the old schema is valid under the new one. */
  readonly backward: boolean;
  /** Data written for the new schema is valid under the old one. */
  readonly forward: boolean;
  readonly changes: readonly Change[];
  /** The messages of the changes that keep the verdict from being `compatible`. */
  readonly reasons: readonly string[];
}
