import type { Path, PathLike } from "../data/path.ts";
import type { At } from "../layers/folded.ts";

/** A reference that an instance has. */
export interface Reference {
  /** Where in the instance. */
  readonly path: Path;
  /** The kind it refers to. */
  readonly kind: string;
  /** The identity it refers to. */
  readonly id: string;
  /** The value that is written there. */
  readonly key: unknown;
  /** The instance, looked up when asked for; `undefined` if there is none. */
  readonly target: () => Instance | undefined;
}

/** A reference to an instance, seen from the other side. */
export interface BackReference {
  readonly from: Instance;
  readonly path: Path;
}

/** One instance of a kind in a registry. */
export interface Instance<T = unknown> {
  readonly kind: string;
  /** Its identity; see `identityOf`. */
  readonly id: string;
  /** Where it was declared, as any plain data. */
  readonly origin: unknown;
  /** What was declared, with the defaults in; a copy, frozen. */
  readonly value: T;
  /**
   * A property, a computed field or a place inside of them.
   * @throws SchemaError `computed-cycle` when a computed field needs itself; whatever a computed
   * field throws comes through.
   */
  readonly get: <const P extends PathLike>(path: P) => At<T, P>;
  /**
   * The instance that the reference at this path refers to; `undefined` if there is no value there.
   * @throws SchemaError `ref-dangling` (with the nearest identity), `not-a-ref`.
   */
  readonly follow: (path: PathLike) => Instance | undefined;
  /** All references in it, in the order of its keys. */
  readonly references: () => readonly Reference[];
  /** Who refers to it, ordered by identity and path; of one kind if named. */
  readonly backReferences: (kind?: string) => readonly BackReference[];
}
