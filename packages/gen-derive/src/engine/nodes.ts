import {
  compileIndex,
  SelectError,
  type SelectIndex,
  type Selection,
  type Selector,
  select,
  type View,
} from "gen-select";
import { intern } from "../data/interner.ts";
import { codeUnits } from "../data/value.ts";
import { DeriveError, type DeriveIssue } from "../error/derive-error.ts";
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
export function loadNodes(engine: Engine, nodes: Nodes | undefined): Unsettled[] {
  const issues: DeriveIssue[] = [];
  const unsettled: Unsettled[] = [];
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
      for (const one of loadSelector(engine, code, nodes)) unsettled.push(one);
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
  const [first, ...rest] = issues;
  if (first !== undefined) throw new DeriveError([first, ...rest]);
  return unsettled;
}

function loadSelector(engine: Engine, code: RelationCode, { index }: Nodes): Unsettled[] {
  const selector = code.selector as Selector;
  const found = select(selector, index);
  const before = engine.given.get(code.id) ?? NO_ROWS;
  const after = new Set<number>();
  for (const id of found) {
    after.add(rowOf(tableOf(engine, code.id, 1), [intern(engine.interner, id)]));
  }
  if (after.size === 0 && before.size === 0) return undecidedOf(selector, found);
  for (const row of after) if (!before.has(row)) support(engine, code.id, row, 1);
  for (const row of before) if (!after.has(row)) support(engine, code.id, row, -1);
  engine.given.set(code.id, after);
  return undecidedOf(selector, found);
}

const NO_ROWS: ReadonlySet<number> = new Set();

const NONE: Unsettled[] = [];

function undecidedOf(selector: Selector, found: Selection): Unsettled[] {
  let unsettled: Unsettled[] = NONE;
  for (const { id, reasons } of found.undecided()) {
    if (unsettled === NONE) unsettled = [];
    unsettled.push({ selector, node: id, reasons });
  }
  return unsettled;
}
