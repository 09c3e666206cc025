import { isBindable, isGlobal } from "../expr/names.ts";
import type { RefNode, VarNode, WithNode } from "../expr/node.ts";
import { type Binder, type Binders, fixedNames, type Use, useKey } from "./binders.ts";

/** What names mean at the place that is being printed. */
export interface Scoping {
  readonly binders: Binders;
  /** Printed names of identities, where they differ from the name they were given. */
  readonly names: Map<string, string>;
  /** How many binders around bind a printed name. */
  readonly bound: Map<string, number>;
  /** Identities of the binders around. */
  readonly open: Set<string>;
  readonly withs: WithNode[];
}

/** A binding that keeps an outer name reachable inside a binder that takes that name. */
interface Alias {
  readonly name: string;
  readonly of: string;
}

export interface Opened {
  readonly aliases: readonly Alias[];
  /** What the binder's own name became, when it has one that could be chosen. */
  readonly own: string | undefined;
  close(): void;
}

function count(bound: Map<string, number>, names: Iterable<string>, by: number): void {
  for (const name of names) bound.set(name, (bound.get(name) ?? 0) + by);
}

function fresh(
  hint: string,
  taken: ReadonlySet<string>,
  words: ReadonlySet<string> | undefined,
): string {
  for (let n = 2; ; n++) {
    const name = `${hint}${n}`;
    if (!taken.has(name) && !words?.has(name)) return name;
  }
}

/** Enters a binder: chooses its own name, or finds the outer names that it would hide. */
export function openBinder(scoping: Scoping, binder: Binder): Opened {
  const info = scoping.binders.get(binder);
  const id = "id" in binder ? binder.id : undefined;
  const fixed = new Set(fixedNames(binder));
  const taken = new Set([...fixed, ...(info?.avoid ?? [])]);
  const hidden: { key: string; old: string }[] = [];
  for (const use of info?.uses.values() ?? []) {
    const key = useKey(use);
    const name = scoping.names.get(key) ?? use.name;
    taken.add(name);
    if (fixed.has(name)) hidden.push({ key, old: name });
  }

  let own: string | undefined;
  const undo: (() => void)[] = [];
  const rename = (key: string, name: string): void => {
    const before = scoping.names.get(key);
    scoping.names.set(key, name);
    undo.push(() =>
      before === undefined ? scoping.names.delete(key) : scoping.names.set(key, before),
    );
  };
  if (binder.k === "lambda" && binder.name !== undefined) {
    own = binder.name;
    if (fixed.size === 0) {
      if (taken.has(own) || !isBindable(own)) own = fresh(own, taken, info?.words);
      fixed.add(own);
      rename(useKey({ id: binder.id, name: binder.name }), own);
    }
  }
  const aliases = hidden.map(({ key, old }): Alias => {
    const name = fresh(old, taken, info?.words);
    taken.add(name);
    rename(key, name);
    return { name, of: old };
  });
  const names = [...fixed, ...aliases.map((alias) => alias.name)];
  count(scoping.bound, names, 1);
  if (id !== undefined) scoping.open.add(id);
  return {
    aliases,
    own,
    close: () => {
      count(scoping.bound, names, -1);
      if (id !== undefined) scoping.open.delete(id);
      for (const one of undo.reverse()) one();
    },
  };
}

/** The name a variable or reference is printed as. */
export function nameOf(scoping: Scoping, node: VarNode | RefNode): string {
  const use: Use =
    node.k === "var"
      ? { name: node.name, byName: true }
      : { name: node.name, id: scoping.open.has(node.id) ? node.id : undefined };
  return scoping.names.get(useKey(use)) ?? node.name;
}

/**
 * The `with` that a reference takes its name from, when it cannot be printed as that name alone:
 * something nearer, or Nix itself, has the name.
 */
export function hiddenWith(scoping: Scoping, ref: RefNode): WithNode | undefined {
  const owner = scoping.withs.find((one) => one.id === ref.id);
  if (owner === undefined) return undefined;
  const innermost = scoping.withs.at(-1) === owner && !scoping.bound.get("with");
  const plain = innermost && !isGlobal(ref.name) && isBindable(ref.name);
  return plain && (scoping.bound.get(ref.name) ?? 0) === 0 ? undefined : owner;
}
