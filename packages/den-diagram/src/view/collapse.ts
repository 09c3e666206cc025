import { picture } from "../picture/make.ts";
import type { Picture } from "../picture/picture.ts";

/**
 * Draws groups as single nodes: all of them, or those that `which` says yes to; a group inside a
 * collapsed one is inside it. What a group holds is counted in its second line; edges inside it go,
 * those across its frame end at it.
 */
export function collapse(
  whole: Picture,
  which: (group: Picture["groups"][number]) => boolean = () => true,
): Picture {
  const groups = new Map(whole.groups.map((group) => [group.id, group]));
  /** The outermost collapsed group around a group, itself included. */
  const outermost = (id: string | undefined): string | undefined => {
    let found: string | undefined;
    for (let at = id; at !== undefined; at = groups.get(at)?.group) {
      const group = groups.get(at);
      if (group !== undefined && which(group)) found = at;
    }
    return found;
  };
  const homes = new Map(whole.nodes.map(({ id, group }) => [id, outermost(group)]));
  const counts = new Map<string, number>();
  for (const home of homes.values())
    if (home !== undefined) counts.set(home, (counts.get(home) ?? 0) + 1);
  const kept = whole.nodes.filter(({ id }) => homes.get(id) === undefined);
  const taken = new Set(kept.map(({ id }) => id));
  const nameOf = new Map<string, string>();
  const folded = whole.groups
    .filter(({ id }) => outermost(id) === id)
    .map(({ id, label, ...rest }) => {
      // A group may be called like a node.
      let name = id;
      while (taken.has(name)) name = `${name}…`;
      taken.add(name);
      nameOf.set(id, name);
      const count = counts.get(id) ?? 0;
      return { ...rest, id: name, label: label ?? id, note: `${count} inside` };
    });
  const end = (id: string): string => {
    const home = homes.get(id);
    return home === undefined ? id : (nameOf.get(home) as string);
  };
  return picture({
    ...whole,
    nodes: [...kept, ...folded],
    edges: whole.edges
      .filter(({ from, to }) => homes.get(from) === undefined || homes.get(from) !== homes.get(to))
      .map((edge) => ({ ...edge, from: end(edge.from), to: end(edge.to) })),
    groups: whole.groups.filter(({ id }) => outermost(id) === undefined),
  });
}
