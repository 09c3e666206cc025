import {
  compileIndex,
  SelectError,
  type SelectIndex,
  type Selector,
  select,
  type View,
} from "gen-select";
import { intern } from "../data/interner.ts";
import { codeUnits } from "../data/value.ts";
import { type DeriveIssue, refuse } from "../error/derive-error.ts";
import { show } from "../error/show.ts";
import type { RelationCode } from "../program/linked.ts";
import { type Engine, tableOf } from "./engine.ts";
import { support } from "./rows.ts";
import { rowOf } from "./table.ts";

/** What selectors look at. */
export interface Nodes {
  readonly index: SelectIndex;
  /** The view behind it, when it is known: needed to say why a node does not match. */
  readonly view: View | undefined;
}

/** An index over the nodes that the caller handed over. */
export function nodesOf(source: View | SelectIndex): Nodes {
  if (!("kind" in source)) return { index: source, view: undefined };
  return { index: compileIndex(source), view: source };
}

/** A node about which a view cannot tell whether a selector matches. */
export interface Unsettled {
  readonly selector: Selector;
  readonly node: string;
  readonly reasons: readonly string[];
}

/** The rules that use a selector, for messages. */
function usersOf(engine: Engine, relation: number): string[] {
  const users = engine.linked.clauses.flatMap(({ conditions, rule }) =>
    conditions.some(
      (one) =>
        (one.op === "pattern" && one.relation === relation) ||
        ((one.op === "not" || one.op === "aggregate") &&
          one.body.some((inner) => inner.op === "pattern" && inner.relation === relation)),
    )
      ? [rule.name]
      : [],
  );
  return [...new Set(users)].sort(codeUnits);
}

/**
 * Asks every selector of the program which nodes it matches, and tells the engine what is different
 * from before.
 * @throws DeriveError `no-nodes`, `selector-failed`
 */
export function loadNodes(engine: Engine, nodes: Nodes | undefined): void {
  const issues: DeriveIssue[] = [];
  for (const code of engine.linked.relations) {
    if (code.role !== "select") continue;
    if (nodes === undefined) {
      issues.push({
        code: "no-nodes",
        message: "The program has selectors, but there are no nodes to select from.",
        remedy: "Pass `nodes`: a view or an index of gen-select.",
        rules: usersOf(engine, code.id),
      });
      continue;
    }
    try {
      loadSelector(engine, code, nodes);
    } catch (error) {
      if (!(error instanceof SelectError)) throw error;
      const rules = usersOf(engine, code.id);
      issues.push({
        code: "selector-failed",
        message: `A selector of ${rules.map((name) => show(name)).join(", ")} is refused: ${error.message}`,
        remedy: "Correct the selector.",
        rules,
      });
    }
  }
  refuse(issues);
}

function loadSelector(engine: Engine, code: RelationCode, { index }: Nodes): void {
  const before = engine.given.get(code.id) ?? NO_ROWS;
  let after: Set<number> | undefined;
  for (const id of select(code.selector as Selector, index)) {
    after ??= new Set();
    after.add(rowOf(tableOf(engine, code.id, 1), [intern(engine.interner, id)]));
  }
  if (after === undefined && before.size === 0) return;
  after ??= new Set();
  for (const row of after) if (!before.has(row)) support(engine, code.id, row, 1);
  for (const row of before) if (!after.has(row)) support(engine, code.id, row, -1);
  engine.given.set(code.id, after);
}

const NO_ROWS: ReadonlySet<number> = new Set();

/** The nodes about which a selector of the program cannot decide. */
export function unsettledNodes(engine: Engine, nodes: Nodes | undefined): Unsettled[] {
  if (nodes === undefined) return [];
  return engine.linked.relations.flatMap(({ selector }): Unsettled[] => {
    if (selector === undefined) return [];
    const { index } = nodes;
    return Array.from(select(selector, index).undecided(), ({ id, reasons }) => {
      return { selector, node: id, reasons };
    });
  });
}
