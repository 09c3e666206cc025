import type { View, ViewEdge } from "../view/view.ts";

/** A node of a model under construction. */
export interface Draft {
  id?: string;
  kind?: string;
  name?: string;
  tags: string[];
  attrs: { readonly path: readonly string[]; readonly value: unknown }[];
  parent?: Draft;
  children: Draft[];
  edges: { readonly label: string; readonly to: Draft }[];
}

/** A draft of nothing in particular. */
export function blank(): Draft {
  return { tags: [], attrs: [], children: [], edges: [] };
}

/** Hangs a draft under another, as its last child. */
export function adopt(parent: Draft, child: Draft): void {
  child.parent = parent;
  parent.children.push(child);
}

/** The end of a chain of parents. */
export function topOf(draft: Draft): Draft {
  let top = draft;
  while (top.parent !== undefined) top = top.parent;
  return top;
}

/** One node of an {@link Example}. */
export interface ExampleNode {
  readonly id: string;
  readonly kind?: string;
  readonly name?: string;
  readonly tags: readonly string[];
  readonly attrs: readonly { readonly path: readonly string[]; readonly value: unknown }[];
  readonly parent?: string;
  readonly edges: readonly ViewEdge[];
}

/** A small world in which one node, `node`, shows what is claimed. */
export interface Example {
  readonly node: string;
  /** In order: siblings stand in the order of this list. */
  readonly nodes: readonly ExampleNode[];
}

/** The drafts connected with one, as an example; `undefined` when two of them need the same id. */
export function toExample(focus: Draft): Example | undefined {
  const drafts: Draft[] = [];
  const seen = new Set<Draft>();
  const visit = (start: Draft): void => {
    const todo = [start];
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      drafts.push(next);
      const near = [
        ...next.children,
        ...next.edges.map((edge) => edge.to),
        ...(next.parent ? [next.parent] : []),
      ];
      for (let i = near.length - 1; i >= 0; i--) todo.push(near[i] as Draft);
    }
  };
  visit(topOf(focus));
  const taken = new Set(drafts.flatMap((draft) => draft.id ?? []));
  const ids = new Map<Draft, string>();
  let count = 0;
  for (const draft of drafts) {
    let id = draft.id;
    while (id === undefined || (draft.id === undefined && taken.has(id))) id = `n${++count}`;
    ids.set(draft, id);
  }
  if (new Set(ids.values()).size < drafts.length) return undefined;
  const idOf = (draft: Draft): string => ids.get(draft) as string;
  return {
    node: idOf(focus),
    nodes: drafts.map((draft) => ({
      id: idOf(draft),
      ...(draft.kind === undefined ? {} : { kind: draft.kind }),
      ...(draft.name === undefined ? {} : { name: draft.name }),
      tags: [...new Set(draft.tags)].sort(),
      attrs: draft.attrs,
      ...(draft.parent === undefined ? {} : { parent: idOf(draft.parent) }),
      edges: draft.edges.map(({ label, to }) => ({ label, to: idOf(to) })),
    })),
  };
}

/** The view of an example. */
export function exampleView({ nodes }: Example): View {
  const byId = new Map(nodes.map((node, place) => [node.id, { node, place }]));
  const children = new Map<string | undefined, ExampleNode[]>();
  for (const node of nodes) children.set(node.parent, [...(children.get(node.parent) ?? []), node]);
  const attrs = new Map(
    nodes.map(({ id, attrs }) => [
      id,
      new Map(attrs.map(({ path, value }) => [JSON.stringify(path), value])),
    ]),
  );
  return {
    nodes: () => nodes.map((node) => node.id),
    kind: (id) => byId.get(id)?.node.kind,
    name: (id) => byId.get(id)?.node.name,
    tags: (id) => byId.get(id)?.node.tags ?? [],
    attr: (id, path) => attrs.get(id)?.get(JSON.stringify(path)),
    parent: (id) => byId.get(id)?.node.parent,
    children: (id) => (children.get(id) ?? []).map((node) => node.id),
    edges: (id) => byId.get(id)?.node.edges ?? [],
    compare: (a, b) => (byId.get(a)?.place ?? 0) - (byId.get(b)?.place ?? 0),
  };
}
