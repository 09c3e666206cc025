import type { RelationShape } from "../language/relation.ts";
import type { Learned } from "./learned.ts";
import type { Draft } from "./link.ts";
import { readsOf } from "./link-conditions.ts";
import type { Dependency, FunctionUnit, RelationCode } from "./linked.ts";
import { userRelation } from "./registry.ts";

/** The node of the dependency graph that stands for a unit. */
export function unitNode(unit: number): number {
  return -1 - unit;
}

/** The node before which every rule of an earlier stratum is done. Far from those of units. */
function barrierNode(stratum: number): number {
  return -(2 ** 30) - stratum;
}

/** Whether a node is such a barrier. */
export function isBarrier(node: number): boolean {
  return node <= -(2 ** 30);
}

/** What depends on what: relations, units, and the barriers between named strata. */
export function linkDependencies(
  draft: Draft,
  strata: readonly string[],
  learned: Learned,
): Dependency[] {
  const found = new Map<string, Dependency>();
  const add = (from: number, to: number, negative: boolean, rule: string | undefined): void => {
    const key = `${from} ${to} ${negative}`;
    const known = found.get(key);
    // Of several rules that make a dependency the smallest name stands for it.
    if (known?.rule !== undefined && (rule === undefined || known.rule <= rule)) return;
    found.set(key, { from, to, negative, rule });
  };
  for (const { head, conditions, rule } of draft.clauses) {
    for (const condition of conditions) {
      for (const { relation, negative } of readsOf(condition)) {
        add(relation, head.relation, negative, rule.name);
      }
    }
  }
  for (const unit of draft.units) {
    const node = unitNode(unit.id);
    if (unit.kind === "rank") {
      add(unit.input, node, true, undefined);
      add(node, unit.output, false, undefined);
    } else addFunction(draft, unit, learned, add);
  }
  const units = new Map(
    draft.units.map((unit) => [unit.kind === "function" ? unit.rule.name : undefined, unit.id]),
  );
  for (const { name, rule, match } of draft.rules) {
    if (rule.stratum === undefined) continue;
    const stratum = strata.indexOf(rule.stratum);
    const unit = units.get(name);
    const done = unit === undefined ? match : unitNode(unit);
    if (stratum > 0) add(barrierNode(stratum), match, false, rule.name);
    if (stratum < strata.length - 1) add(done, barrierNode(stratum + 1), false, rule.name);
  }
  for (let stratum = 1; stratum < strata.length - 1; stratum++) {
    add(barrierNode(stratum), barrierNode(stratum + 1), false, undefined);
  }
  return [...found.values()];
}

type Add = (from: number, to: number, negative: boolean, rule: string | undefined) => void;

function addFunction(draft: Draft, unit: FunctionUnit, learned: Learned, add: Add): void {
  const { registry, suppressed } = draft;
  const { name, rule } = unit.rule;
  const node = unitNode(unit.id);
  const declared = "run" in rule ? rule : undefined;
  const idOf = (item: string | RelationShape): number =>
    userRelation(registry, typeof item === "string" ? item : item.relation, undefined, undefined);
  add(unit.input, node, false, name);
  for (const item of [...(declared?.reads ?? []), ...(learned.reads.get(name) ?? [])]) {
    add(idOf(item), node, false, name);
  }
  for (const item of [...(declared?.absent ?? []), ...(learned.absences.get(name) ?? [])]) {
    add(idOf(item), node, true, name);
  }
  for (const item of [...(declared?.derives ?? []), ...(learned.writes.get(name) ?? [])]) {
    const id = idOf(item);
    const { candidates } = registry.relations[id] as RelationCode;
    add(node, candidates === -1 ? id : candidates, false, name);
  }
  for (const target of learned.suppresses.get(name) ?? []) {
    const relations = suppressed.get(target);
    if (relations === undefined) continue;
    add(node, relations.some, false, name);
    add(node, relations.all, false, name);
  }
}
