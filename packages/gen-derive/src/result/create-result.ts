import { codeUnits, type Value } from "../data/value.ts";
import type { Engine } from "../engine/engine.ts";
import { factOf, sortedRows, valuesOf } from "../engine/facts.ts";
import { type Nodes, unsettledNodes } from "../engine/nodes.ts";
import { DeriveError } from "../error/derive-error.ts";
import { createExplainer, type Explainer } from "../explain/why.ts";
import type { Fact, Relation, RelationShape } from "../language/relation.ts";
import { inertRules, rowFor, statsOf, why, whyNot } from "./answers.ts";
import { type Conclusions, conclusionsOf } from "./conclusions.ts";
import { conflictsOf } from "./conflicts.ts";
import { filterActions } from "./filter-actions.ts";
import { outRanked } from "./out-ranked.ts";
import type { Result } from "./result.ts";
import { stoppedFirings } from "./stopped-firings.ts";

/** What a result is a view of. */
export interface Source {
  readonly engine: Engine;
  readonly nodes: Nodes | undefined;
  /** Whether the engine is still in the state that the result is about. */
  readonly current: () => boolean;
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function nameOf(relation: string | RelationShape): string {
  return typeof relation === "string" ? relation : relation.relation;
}

/** A view of what holds in an engine. */
export function createResult({ engine, nodes, current }: Source): Result {
  const fresh = <T>(make: () => T): T => {
    if (current()) return make();
    throw new DeriveError([
      {
        code: "stale-result",
        message: "The session was updated after this result was taken.",
        remedy: "Take a new `session.result`.",
        rules: [],
      },
    ]);
  };
  const cached = <T>(make: () => T): (() => T) => lazily(() => fresh(make));
  const conclusions = cached((): Conclusions => conclusionsOf(engine));
  const filtered = cached(() => filterActions(conclusions().actions, conclusions().filters));
  const suppressed = cached(() => [
    ...stoppedFirings(engine),
    ...filtered().suppressed,
    ...outRanked(engine),
  ]);
  const conflicts = cached(() => conflictsOf(engine));
  const undecided = cached(() => unsettledNodes(engine, nodes));
  const inert = cached(() => inertRules(engine));
  const explainer = cached((): Explainer => createExplainer(engine));
  const lists = new Map<string, readonly Fact[]>();
  const listOf = (name: string): readonly Fact[] => {
    const relation = engine.byName.get(name);
    let list = lists.get(name);
    if (list === undefined) {
      list = fresh(() =>
        relation === undefined
          ? []
          : sortedRows(engine, relation).map((row) => factOf(engine, relation, row)),
      );
      lists.set(name, list);
    }
    return list;
  };
  return {
    facts: (relation) => {
      if (relation !== undefined) return listOf(nameOf(relation));
      return [...engine.byName.keys()].sort(codeUnits).flatMap((name) => listOf(name));
    },
    tuples: <T extends readonly Value[]>({ relation }: Relation<T>) => {
      const id = engine.byName.get(relation);
      if (id === undefined) return [];
      return fresh(() =>
        sortedRows(engine, id).map((row) => valuesOf(engine, id, row) as unknown as T),
      );
    },
    has: (fact) => fresh(() => rowFor(engine, fact) !== -1),
    get actions() {
      return filtered().kept;
    },
    get findings() {
      return conclusions().findings;
    },
    get suppressed() {
      return suppressed();
    },
    get inert() {
      return inert();
    },
    get undecided() {
      return undecided();
    },
    get conflicts() {
      return conflicts();
    },
    why: (of) => fresh(() => why(engine, explainer(), of)),
    whyNot: (of) => fresh(() => whyNot(engine, nodes, of)),
    get stats() {
      return fresh(() => statsOf(engine));
    },
  };
}
