import { between, changed, collapse, neighbourhood, type Picture } from "den-diagram";
import { refuse } from "../../diagnostics/den-error.ts";
import { findNode, findNodes } from "./find-nodes.ts";

/** What a command line leaves of a picture. */
export interface Narrowing {
  readonly changed: boolean;
  readonly focus: readonly string[];
  readonly depth: number;
  /** The ends between which everything is wanted. */
  readonly ends: readonly [from: string, to: string] | undefined;
  readonly collapse: boolean;
}

/**
 * Reads what a command line says about parts of a picture.
 *
 * @throws DenError `DEN_USAGE`
 */
export function narrowingOf(options: Readonly<Record<string, unknown>>): Narrowing {
  const { depth, from, to } = options;
  const focus = Array.isArray(options.focus) ? (options.focus as string[]) : [];
  const needs = (option: string, other: string): never =>
    refuse("DEN_USAGE", `--${option} means nothing without --${other}`, {
      remedy: `add --${other}, or leave --${option} out`,
    });
  if (depth !== undefined && focus.length === 0) needs("depth", "focus");
  if (typeof from === "string" && typeof to !== "string") needs("from", "to");
  if (typeof to === "string" && typeof from !== "string") needs("to", "from");
  if (options.changed === true && options.against === undefined) needs("changed", "against");
  return {
    changed: options.changed === true,
    focus,
    depth: depthOf(depth),
    ends: typeof from === "string" && typeof to === "string" ? [from, to] : undefined,
    collapse: options.collapse === true,
  };
}

function depthOf(text: unknown): number {
  if (text === undefined) return 1;
  if (typeof text === "string" && /^\d{1,9}$/.test(text)) return Number(text);
  return refuse("DEN_USAGE", `--depth ${String(text)} is no number of steps`, {
    remedy: "use 0, 1, 2, …",
  });
}

/**
 * The part of a picture that is wanted.
 *
 * @throws DenError `DEN_USAGE` for names that are not in it
 */
export function narrow(
  whole: Picture,
  { changed: only, focus, depth, ends, collapse: folded }: Narrowing,
): Picture {
  let part = only ? changed(whole) : whole;
  if (focus.length > 0) {
    const seen = part;
    part = neighbourhood(
      seen,
      focus.flatMap((text) => findNodes(seen, text)),
      { depth },
    );
  }
  if (ends !== undefined) part = between(part, findNode(part, ends[0]), findNode(part, ends[1]));
  return folded ? collapse(part) : part;
}
