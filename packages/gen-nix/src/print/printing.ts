import type { Node } from "../expr/node.ts";
import type { Doc } from "./doc.ts";
import type { Scoping } from "./scoping.ts";

/** A path as it was written, for {@link Relocate}. */
export interface PathUse {
  /** The path as given: `./x.nix`. */
  readonly path: string;
  /** It was given to `nix.file`, so it names a file of the author's. */
  readonly file: boolean;
}

/** Says what a relative path must be where the text will be stored. */
export type Relocate = (use: PathUse) => string;

/** What all printing functions share. */
export interface Printer {
  readonly scoping: Scoping;
  readonly relocate: Relocate | undefined;
  readonly root: Node;
}

/** A request for the document of a part, as tightly bound as `level` asks. */
export interface Ask {
  readonly node: Node;
  readonly level: number;
  /** A set with attributes takes several lines in any case. */
  readonly wide?: boolean;
}

/** A printing function under way. */
export type Printing = Generator<Ask, Doc, Doc>;
