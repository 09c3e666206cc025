import type { Combine } from "./strategy.ts";

/** How folds are chosen outside the schema: by dotted path, `*` for any key. */
export type FoldOverrides = Readonly<Record<string, string | Combine>>;

/** The overrides as a tree: what holds here, and those for a key (its own before `*`). */
export interface Overrides {
  readonly fold: string | Combine | undefined;
  readonly at: (key: string) => readonly Overrides[];
}

/** The tree of overrides; each dotted path is one branch of it. */
export function overrideTree(overrides: FoldOverrides): Overrides {
  const root = grow();
  for (const path of Object.keys(overrides)) {
    let at = root;
    for (const key of path === "" ? [] : path.split(".")) {
      const next = at.children.get(key) ?? grow();
      at.children.set(key, next);
      at = next;
    }
    at.fold = overrides[path];
  }
  return root;
}

interface Growing extends Overrides {
  fold: string | Combine | undefined;
  readonly children: Map<string, Growing>;
}

function grow(): Growing {
  const children = new Map<string, Growing>();
  const at = (key: string): readonly Overrides[] =>
    [children.get(key), key === "*" ? undefined : children.get("*")].filter(
      (next) => next !== undefined,
    );
  return { fold: undefined, children, at };
}
