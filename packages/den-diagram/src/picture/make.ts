import { checkPicture } from "./check.ts";
import { compareText, keyOf } from "./order.ts";
import type {
  KindStyle,
  Picture,
  PictureEdge,
  PictureGroup,
  PictureInput,
  PictureNode,
} from "./picture.ts";

/**
 * Checks a picture and puts its parts in order: nodes and groups by id, edges by their ends, kind and
 * label. Edges that say the same are one.
 *
 * @throws DiagramError `node-duplicate`, `group-duplicate`, `node-unknown` (ends of edges),
 * `group-unknown`, `group-cycle`, `part-invalid`: all that is wrong, at once.
 */
export function picture(input: PictureInput): Picture {
  const nodes = [...input.nodes];
  const edges = [...(input.edges ?? [])];
  const groups = [...(input.groups ?? [])];
  checkPicture(nodes, edges, groups, input);
  const byId = (a: { readonly id: string }, b: { readonly id: string }) => compareText(a.id, b.id);
  return {
    title: input.title ?? "",
    direction: input.direction ?? "right",
    nodes: nodes.sort(byId),
    edges: distinct(edges),
    groups: groups.sort(byId),
    kinds: sortedKinds(input.kinds ?? {}, [...nodes, ...edges, ...groups]),
  };
}

function distinct(edges: readonly PictureEdge[]): PictureEdge[] {
  const byKey = new Map<string, PictureEdge>();
  for (const edge of edges) {
    const { from, to, kind, label, change, muted } = edge;
    byKey.set(keyOf(from, to, kind, label, change, String(muted === true)), edge);
  }
  return [...byKey].sort(([a], [b]) => compareText(a, b)).map(([, edge]) => edge);
}

/** The kinds in use, in order of their names: those without an accent take the free ones in turn. */
function sortedKinds(
  kinds: Readonly<Record<string, KindStyle>>,
  parts: readonly (PictureNode | PictureEdge | PictureGroup)[],
): Record<string, KindStyle> {
  const used = new Set(parts.flatMap(({ kind }) => (kind === undefined ? [] : [kind])));
  const styled = new Map(Object.entries(kinds));
  const taken = new Set(
    [...styled.values()].flatMap(({ accent }) => (accent === undefined ? [] : [accent])),
  );
  const free = [0, 1, 2, 3, 4, 5, 6, 7].filter((accent) => !taken.has(accent));
  const pool = free.length > 0 ? free : [0, 1, 2, 3, 4, 5, 6, 7];
  let next = 0;
  const entries = [...new Set([...styled.keys(), ...used])].sort(compareText).map((kind) => {
    const style = styled.get(kind) ?? {};
    const accent = style.accent ?? (pool[next++ % pool.length] as number);
    return [kind, { ...style, accent }] as const;
  });
  return Object.fromEntries(entries.filter(([kind]) => used.has(kind)));
}
