import { generations, strongComponents } from "gen-graph";
import type { DeriveIssue } from "../error/derive-error.ts";
import { cycleIssues } from "./cycle-issues.ts";
import type { Draft } from "./link.ts";
import { isBarrier, unitNode } from "./link-dependencies.ts";
import type { ClauseCode, Component, Dependency, UnitCode } from "./linked.ts";

/** What stratifying comes to. */
export type Stratified =
  | { readonly ok: true; readonly levels: readonly (readonly Component[])[] }
  | { readonly ok: false; readonly issues: readonly DeriveIssue[] };

/**
 * Orders a program: strong components of its dependency graph, in generations. It has a perfect
 * model when no component holds a negative edge (Apt, Blair & Walker 1988, Lemma 1: a program is
 * stratified iff no cycle of its dependency graph contains a negative edge).
 */
export function stratify(draft: Draft, dependencies: readonly Dependency[]): Stratified {
  const nodes = [
    ...draft.registry.relations.map(({ id }) => id),
    ...draft.units.map(({ id }) => unitNode(id)),
  ];
  const edges = dependencies.map(({ from, to }): [number, number] => [from, to]);
  const members = strongComponents({ nodes, edges });
  const componentOf = new Map<number, number>();
  members.forEach((group, at) => {
    for (const node of group) componentOf.set(node, at);
  });
  const within = dependencies.filter((d) => componentOf.get(d.from) === componentOf.get(d.to));
  const issues = cycleIssues(draft, members, componentOf, within);
  if (issues.length > 0) return { ok: false, issues };
  const between = edges
    .map(([from, to]): [number, number] => [
      componentOf.get(from) as number,
      componentOf.get(to) as number,
    ])
    .filter(([from, to]) => from !== to);
  const order = generations({ nodes: members.keys(), edges: between });
  const recursive = new Set(within.map(({ from }) => componentOf.get(from)));
  const clausesOf = groupClauses(draft.clauses);
  const levels = order.map((indices, level) =>
    indices.flatMap((at): Component[] => {
      const group = (members[at] as number[]).filter((node) => !isBarrier(node));
      if (group.length === 0) return [];
      const relations = group.filter((node) => node >= 0);
      const units = group
        .filter((node) => node < 0)
        .map((node) => draft.units[unitNode(node)] as UnitCode);
      const clauses = relations.flatMap((relation) => clausesOf.get(relation) ?? []);
      return [{ relations, units, clauses, recursive: recursive.has(at), level }];
    }),
  );
  return { ok: true, levels };
}

function groupClauses(clauses: readonly ClauseCode[]): Map<number, ClauseCode[]> {
  const groups = new Map<number, ClauseCode[]>();
  for (const clause of clauses) {
    const group = groups.get(clause.head.relation);
    if (group === undefined) groups.set(clause.head.relation, [clause]);
    else group.push(clause);
  }
  return groups;
}
