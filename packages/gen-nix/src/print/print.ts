import type { Node } from "../expr/node.ts";
import { nodeOf } from "../expr/symbolic.ts";
import { toNode } from "../expr/to-node.ts";
import { commentLines } from "./comments.ts";
import { layout } from "./layout.ts";
import type { Relocate } from "./printing.ts";
import { toDoc } from "./to-doc.ts";

/** How {@link print} writes. */
export interface PrintOptions {
  /** Columns that a line should not exceed. @default 100 */
  readonly width?: number;
  /** A comment at the top: provenance, a licence, a warning not to edit. Each line gets its `#`. */
  readonly header?: string;
  /**
   * Says how each literal path of `nix.path` and `nix.file` must be written where the text will be
   * stored.
   */
  readonly relocate?: Relocate;
}

/**
 * The Nix source of an expression, or of any value that {@link toNix} takes, in the shape nixfmt
 * gives it, without a line break at the end. Equal values give equal text.
 *
 * @throws NixError as {@link toNix} does.
 */
export function print(value: unknown, options: PrintOptions = {}): string {
  const node: Node = nodeOf(value) ?? toNode(value);
  const text = layout(toDoc(node, options.relocate), options.width ?? 100);
  return options.header === undefined
    ? text
    : `${commentLines(options.header).join("\n")}\n${text}`;
}

/** {@link print} for a file: the text ends with a line break. */
export function printFile(value: unknown, options: PrintOptions = {}): string {
  return `${print(value, options)}\n`;
}
