import { refuse, type ScopeIssue } from "../../error/scope-error.ts";
import { show } from "../show.ts";

/** A well-founded order of kinds: every kind has a depth, and growth goes strictly down. */
export interface KindOrder {
  /** The layers, from the highest. Kinds of one layer are incomparable. */
  readonly layers: readonly (readonly string[])[];
  /** The layer of a kind, from 0; undefined for an unknown kind. */
  depth(kind: string): number | undefined;
  /** Whether a node of kind `host` may grow nodes of kind `grown`. */
  mayGrow(host: string, grown: string): boolean;
}

/**
 * Declares the order that higher-order attributes descend: a list from the highest kind to the
 * lowest; a list within it stands for kinds side by side. An order written as a list has no cycles,
 * so growth along it ends (Krishnan & Van Wyk 2012).
 *
 * @example kindOrder(["fleet", "host", ["user", "service"]])
 * @throws ScopeError `kinds-invalid`, with every repeated or malformed kind
 */
export function kindOrder(kinds: readonly (string | readonly string[])[]): KindOrder {
  const layers = kinds.map((layer) => (Array.isArray(layer) ? [...layer] : [layer]));
  const depths = new Map<string, number>();
  const issues: ScopeIssue[] = [];
  layers.forEach((layer, depth) => {
    for (const kind of layer) {
      if (typeof kind !== "string" || depths.has(kind)) issues.push(invalid(kind));
      else depths.set(kind, depth);
    }
  });
  refuse(issues);
  const depth = (kind: string): number | undefined => depths.get(kind);
  return Object.freeze({
    layers,
    depth,
    mayGrow(host: string, grown: string): boolean {
      const [above, below] = [depth(host), depth(grown)];
      return above !== undefined && below !== undefined && below > above;
    },
  });
}

function invalid(kind: unknown): ScopeIssue {
  return {
    code: "kinds-invalid",
    message:
      typeof kind === "string"
        ? `The kind ${show(kind)} stands twice.`
        : `${show(kind)} is no kind.`,
    remedy: "Name each kind once, as a string.",
    culprits: [show(kind)],
  };
}
