import { suggest } from "../error/suggest.ts";
import type { VarsIssue } from "../error/vars-error.ts";
import { compare } from "./json.ts";
import type { ScopeNode, VisibilityEdge } from "./scope.ts";

/** The scope tree with its visibility edges, indexed. */
export interface ScopeTree {
  /** All nodes, by id in code-unit order. */
  readonly nodes: readonly ScopeNode[];
  readonly kinds: ReadonlySet<string>;
  get(id: string): ScopeNode | undefined;
  /** A node by id, else by alias, else by a name that only one node has. */
  find(reference: string): ScopeNode | undefined;
  parentOf(id: string): ScopeNode | undefined;
  childrenOf(id: string): readonly ScopeNode[];
  /** The node, its parent, … up to its root. */
  lineOf(id: string): readonly ScopeNode[];
  /** Whether `above` is `below` or one of its ancestors. */
  isAbove(above: string, below: string): boolean;
  /** The node and all below it, parents before children. */
  subtreeOf(id: string): readonly ScopeNode[];
  edgesFrom(id: string): readonly VisibilityEdge[];
  edgesTo(id: string): readonly VisibilityEdge[];
}

/**
 * Indexes scope nodes and edges. Problems (two nodes with one id, missing parents, cycles, edges to
 * nothing) are added to `issues`; nodes at fault become roots, so that the rest can be checked too.
 */
export function buildScopeTree(
  scopes: readonly ScopeNode[],
  edges: readonly VisibilityEdge[],
  issues: VarsIssue[],
): ScopeTree {
  const byId = new Map<string, ScopeNode>();
  for (const node of scopes) {
    if (byId.has(node.id)) issues.push(duplicate("id", node.id, node.kind));
    else byId.set(node.id, node);
  }
  const nodes = [...byId.values()].sort((a, b) => compare(a.id, b.id));
  checkNames(nodes, issues);
  const parents = readParents(nodes, byId, issues);
  const children = new Map<string, ScopeNode[]>();
  for (const node of nodes) {
    const parent = parents.get(node.id);
    if (parent !== undefined) push(children, parent.id, node);
  }
  const from = new Map<string, VisibilityEdge[]>();
  const to = new Map<string, VisibilityEdge[]>();
  const sorted = [...edges].sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to));
  for (const edge of sorted) {
    for (const end of [edge.from, edge.to]) {
      if (!byId.has(end)) issues.push(danglingEdge(edge, end, byId));
    }
    push(from, edge.from, edge);
    push(to, edge.to, edge);
  }
  const references = readReferences(nodes);

  function lineOf(id: string): ScopeNode[] {
    const line: ScopeNode[] = [];
    for (let node = byId.get(id); node !== undefined; node = parents.get(node.id)) line.push(node);
    return line;
  }

  return {
    nodes,
    kinds: new Set(nodes.map((node) => node.kind)),
    get: (id) => byId.get(id),
    find: (reference) => byId.get(reference) ?? references.get(reference) ?? undefined,
    parentOf: (id) => parents.get(id),
    childrenOf: (id) => children.get(id) ?? [],
    lineOf,
    isAbove(above, below) {
      for (let node = byId.get(below); node !== undefined; node = parents.get(node.id)) {
        if (node.id === above) return true;
      }
      return false;
    },
    subtreeOf(id) {
      const root = byId.get(id);
      const found = root === undefined ? [] : [root];
      for (let i = 0; i < found.length; i++) {
        for (const child of children.get((found[i] as ScopeNode).id) ?? []) found.push(child);
      }
      return found;
    },
    edgesFrom: (id) => from.get(id) ?? [],
    edgesTo: (id) => to.get(id) ?? [],
  };
}

/** What a node is called in store paths. */
export function nodeName(node: ScopeNode): string {
  return node.name ?? node.id;
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

function duplicate(what: string, value: string, kind: string): VarsIssue {
  return {
    code: "scope-duplicate",
    message: `Two scope nodes of kind ${kind} have the ${what} ${JSON.stringify(value)}.`,
    remedy: `Give each its own ${what}.`,
    culprit: value,
  };
}

/** Store paths are made of kind and name, so the pair must determine the node. */
function checkNames(nodes: readonly ScopeNode[], issues: VarsIssue[]): void {
  const seen = new Map<string, Set<string>>();
  for (const node of nodes) {
    const names = seen.get(node.kind) ?? new Set();
    seen.set(node.kind, names);
    const name = nodeName(node);
    if (names.has(name)) issues.push(duplicate("name", name, node.kind));
    names.add(name);
  }
}

function readParents(
  nodes: readonly ScopeNode[],
  byId: ReadonlyMap<string, ScopeNode>,
  issues: VarsIssue[],
): Map<string, ScopeNode> {
  const parents = new Map<string, ScopeNode>();
  for (const node of nodes) {
    if (node.parent === undefined) continue;
    const parent = byId.get(node.parent);
    if (parent !== undefined) parents.set(node.id, parent);
    else {
      issues.push({
        code: "scope-parent-missing",
        message: `The parent ${JSON.stringify(node.parent)} of scope node ${JSON.stringify(node.id)} does not exist.`,
        remedy: "Add the parent, or remove the reference.",
        culprit: node.id,
        ...suggest(node.parent, byId.keys()),
      });
    }
  }
  const done = new Set<string>();
  for (const node of nodes) {
    const path: string[] = [];
    const onPath = new Set<string>();
    let at: ScopeNode | undefined = node;
    while (at !== undefined && !done.has(at.id) && !onPath.has(at.id)) {
      path.push(at.id);
      onPath.add(at.id);
      at = parents.get(at.id);
    }
    if (at !== undefined && onPath.has(at.id)) {
      const chain = [...path.slice(path.indexOf(at.id)), at.id];
      issues.push({
        code: "scope-cycle",
        message: `Scope nodes are each other's parents: ${chain.join(" → ")}.`,
        remedy: "Remove one of these parents.",
        culprit: at.id,
        chain,
      });
      parents.delete(at.id);
    }
    for (const id of path) done.add(id);
  }
  return parents;
}

function danglingEdge(
  edge: VisibilityEdge,
  end: string,
  byId: ReadonlyMap<string, ScopeNode>,
): VarsIssue {
  return {
    code: "scope-unknown",
    message: `The visibility edge ${edge.from} → ${edge.to} names ${JSON.stringify(end)}, which is no scope node.`,
    remedy: "Name an existing node.",
    culprit: end,
    ...suggest(end, byId.keys()),
  };
}

/** Aliases and names to nodes; `null` where two nodes share one. */
function readReferences(nodes: readonly ScopeNode[]): Map<string, ScopeNode | null> {
  const names = new Map<string, ScopeNode | null>();
  const aliases = new Map<string, ScopeNode | null>();
  for (const node of nodes) {
    if (node.name !== undefined) names.set(node.name, names.has(node.name) ? null : node);
    for (const alias of node.aliases ?? []) aliases.set(alias, aliases.has(alias) ? null : node);
  }
  return new Map([...names, ...aliases]);
}
