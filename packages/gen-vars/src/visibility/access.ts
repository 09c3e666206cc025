import type { Access, ScopeNode } from "../model/scope.ts";
import type { ScopeTree } from "../model/scope-tree.ts";

/**
 * What a viewer may read of generators that live at `owner`: everything of its own node and the
 * nodes above it; of other nodes what a visibility edge from itself or from a node above grants;
 * `undefined` is nothing.
 */
export function accessTo(scopes: ScopeTree, viewer: string, owner: string): Access | undefined {
  let access: Access | undefined;
  for (const node of scopes.lineOf(viewer)) {
    if (node.id === owner) return "all";
    for (const edge of scopes.edgesFrom(node.id)) {
      if (edge.to !== owner) continue;
      if (edge.access === "all") return "all";
      access = "public";
    }
  }
  return access;
}

/** Who may read what lives at a node, for messages and audits. */
export interface Viewers {
  /** The node, and everything below it. */
  readonly owner: ScopeNode;
  /** Nodes (with all below them) that an edge lets read secrets too. */
  readonly all: readonly ScopeNode[];
  /** Nodes (with all below them) that an edge lets read public files. */
  readonly public: readonly ScopeNode[];
}

/** The viewers of a scope node. */
export function viewersOf(scopes: ScopeTree, owner: ScopeNode): Viewers {
  const edges = scopes.edgesTo(owner.id);
  const nodes = (access: Access): ScopeNode[] =>
    edges
      .filter((edge) => (edge.access ?? "public") === access)
      .flatMap((edge) => scopes.get(edge.from) ?? []);
  return { owner, all: nodes("all"), public: nodes("public") };
}

/** The viewers of a node as one clause: "seen by host:a and what is below it; …". */
export function viewersText(scopes: ScopeTree, owner: ScopeNode): string {
  const viewers = viewersOf(scopes, owner);
  const below = scopes.childrenOf(owner.id).length > 0 ? " and everything below it" : "";
  const parts = [`seen by ${owner.id}${below}`];
  if (viewers.all.length > 0) parts.push(`by ${listed(viewers.all)} through an edge`);
  if (viewers.public.length > 0) {
    parts.push(`its public files by ${listed(viewers.public)} through an edge`);
  }
  return parts.join(", ");
}

const SHOWN = 5;

function listed(nodes: readonly ScopeNode[]): string {
  const ids = nodes.slice(0, SHOWN).map((node) => node.id);
  if (nodes.length > SHOWN) ids.push(`${nodes.length - SHOWN} more`);
  return ids.join(", ");
}
