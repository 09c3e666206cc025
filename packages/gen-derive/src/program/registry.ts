import type { Selector } from "gen-select";
import { codeUnits } from "../data/value.ts";
import type { DeriveIssue } from "../error/derive-error.ts";
import { show } from "../error/show.ts";
import { ENRICHED, type RelationShape } from "../language/relation.ts";
import type { RelationCode, Role } from "./linked.ts";

/** The relations of a program while it is linked. */
export interface Registry {
  readonly relations: RelationCode[];
  readonly byName: Map<string, number>;
  /** By relation: by arity: who uses it so. */
  readonly uses: Map<string, Map<number, Set<string>>>;
  readonly shapes: Map<string, RelationShape>;
  readonly conflicts: DeriveIssue[];
  readonly selectors: Map<string | Selector, number>;
}

/** A registry that knows the declared relations. */
export function createRegistry(shapes: Iterable<RelationShape>): Registry {
  const registry: Registry = {
    relations: [],
    byName: new Map(),
    uses: new Map(),
    shapes: new Map(),
    conflicts: [],
    selectors: new Map(),
  };
  for (const shape of shapes) declare(registry, shape, undefined);
  return registry;
}

function sameShape(a: RelationShape, b: RelationShape): boolean {
  return (
    (a.key ?? 0) === (b.key ?? 0) &&
    (a.writers ?? "agree") === (b.writers ?? "agree") &&
    (a.columns === undefined || b.columns === undefined || a.columns.length === b.columns.length)
  );
}

/** Takes note of what is said about a relation. */
export function declare(
  registry: Registry,
  shape: RelationShape,
  rule: string | undefined,
): number {
  const { relation: name, columns } = shape;
  const known = registry.shapes.get(name);
  if (known !== undefined && !sameShape(known, shape)) {
    registry.conflicts.push(conflictIssue(known, shape, rule === undefined ? [] : [rule]));
  }
  const id = userRelation(registry, name, columns?.length, rule);
  if (known === undefined) {
    registry.shapes.set(name, shape);
    const code = registry.relations[id] as RelationCode;
    code.key = shape.key ?? code.key;
    code.writers = shape.writers ?? code.writers;
  }
  return id;
}

/** The issue of a relation about which different things are said. */
export function conflictIssue(
  one: RelationShape,
  other: RelationShape,
  rules: readonly string[],
): DeriveIssue {
  const ways = [describe(one), describe(other)].sort(codeUnits).join(", and ");
  return {
    code: "relation-conflict",
    message: `The relation ${show(one.relation, true)} is declared in two ways: ${ways}.`,
    remedy: "Declare it once and use that.",
    rules,
  };
}

function describe({ key, writers, columns }: RelationShape): string {
  const width = columns === undefined ? "" : `${columns.length} columns, `;
  const keyed = key === undefined ? "no key" : `a key of ${key}`;
  return `${width}${keyed}, writers ${show(writers ?? "agree")}`;
}

/** The number of a relation that users name. */
export function userRelation(
  registry: Registry,
  name: string,
  arity: number | undefined,
  rule: string | undefined,
): number {
  if (arity !== undefined) {
    const uses = registry.uses.get(name) ?? new Map<number, Set<string>>();
    registry.uses.set(name, uses.set(arity, uses.get(arity) ?? new Set()));
    if (rule !== undefined) uses.get(arity)?.add(rule);
  }
  let id = registry.byName.get(name);
  if (id === undefined) {
    id = addRelation(registry.relations, name, "user", arity ?? -1);
    registry.byName.set(name, id);
  }
  const code = registry.relations[id] as RelationCode;
  if (code.arity === -1 && arity !== undefined) code.arity = arity;
  return id;
}

/** Appends a relation. Relations of enriched keys have one value per node, declared or not. */
export function addRelation(
  relations: RelationCode[],
  name: string,
  role: Role,
  arity: number,
  more: { readonly rule?: string; readonly selector?: Selector } = {},
): number {
  const enriched = role === "user" && name.startsWith(ENRICHED);
  const id = relations.length;
  relations.push({
    id,
    name,
    role,
    arity: enriched ? 2 : arity,
    key: enriched ? 1 : 0,
    writers: "agree",
    candidates: -1,
    ...more,
  });
  return id;
}

/** The relation of the nodes that a selector matches; equal selectors share one. */
export function selectRelation(registry: Registry, selector: Selector): number {
  const key = serialise(selector);
  const known = registry.selectors.get(key);
  if (known !== undefined) return known;
  const id = addRelation(registry.relations, "a selector", "select", 1, { selector });
  registry.selectors.set(key, id);
  return id;
}

/** Equal texts for equal selectors; predicates and very deep selectors are only equal to themselves. */
function serialise(selector: Selector): string | Selector {
  let pure = true;
  try {
    const text = JSON.stringify(selector, (_, value: unknown) => {
      if (typeof value === "function") pure = false;
      return value;
    });
    return pure ? text : selector;
  } catch {
    return selector;
  }
}
