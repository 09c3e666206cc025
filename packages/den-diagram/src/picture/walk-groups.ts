import type { Picture, PictureGroup, PictureNode } from "./picture.ts";

/** What is met on a walk through the frames of a picture. */
export interface GroupVisitor {
  node(node: PictureNode, depth: number): void;
  /** `index` is the group's place in the picture. */
  open(group: PictureGroup, index: number, depth: number): void;
  close(depth: number): void;
}

/** Visits nodes frame by frame: those of a frame first, then the frames in it. No recursion. */
export function walkGroups(picture: Picture, { node, open, close }: GroupVisitor): void {
  const nodes = new Map<string | undefined, PictureNode[]>();
  for (const one of picture.nodes) {
    const list = nodes.get(one.group);
    if (list === undefined) nodes.set(one.group, [one]);
    else list.push(one);
  }
  const groups = new Map<string | undefined, number[]>();
  picture.groups.forEach(({ group }, index) => {
    const list = groups.get(group);
    if (list === undefined) groups.set(group, [index]);
    else list.push(index);
  });
  type Step = { readonly depth: number; readonly index?: number };
  const inside = (id: string | undefined, depth: number): Step[] =>
    (groups.get(id) ?? []).map((index) => ({ depth, index })).reverse();
  const own = (id: string | undefined, depth: number): void => {
    for (const one of nodes.get(id) ?? []) node(one, depth);
  };
  own(undefined, 0);
  const todo: Step[] = inside(undefined, 0);
  for (let step = todo.pop(); step !== undefined; step = todo.pop()) {
    const { depth, index } = step;
    if (index === undefined) {
      close(depth);
      continue;
    }
    const group = picture.groups[index] as PictureGroup;
    open(group, index, depth);
    own(group.id, depth + 1);
    todo.push({ depth }, ...inside(group.id, depth + 1));
  }
}
