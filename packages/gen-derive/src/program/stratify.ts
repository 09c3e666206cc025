import { generations, strongComponents } from "gen-graph";
import { codeUnits } from "../data/value.ts";
import type { CycleStep, DeriveIssue } from "../error/derive-error.ts";
import { show } from "../error/show.ts";
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

/** A node as people know it. */
function nameOf(draft: Draft, node: number): string {
  if (isBarrier(node)) return "all earlier strata";
  if (node < 0) {
    const unit = draft.units[unitNode(node)] as UnitCode;
    if (unit.kind === "function") return `rule ${show(unit.rule.name)}`;
    return `the winners of ${draft.registry.relations[unit.output]?.name}`;
  }
  const relation = draft.registry.relations[node];
  if (relation === undefined) return String(node);
  if (relation.role === "match" || relation.role === "fire") return `rule ${show(relation.name)}`;
  if (relation.role === "candidates") return `the candidates for ${relation.name}`;
  return relation.name;
}

/** In how many cycles of a component the shortest one is looked for. */
const TRIED = 100;

function edgeText(draft: Draft, { from, to, rule }: Dependency): string {
  return [nameOf(draft, from), nameOf(draft, to), rule ?? ""].join("\n");
}

/** One issue for each component that a negative edge or the order of strata makes impossible. */
function cycleIssues(
  draft: Draft,
  members: readonly (readonly number[])[],
  componentOf: ReadonlyMap<number, number>,
  within: readonly Dependency[],
): DeriveIssue[] {
  const byComponent = new Map<number, Dependency[]>();
  for (const dependency of within) {
    const at = componentOf.get(dependency.from) as number;
    const group = byComponent.get(at);
    if (group === undefined) byComponent.set(at, [dependency]);
    else group.push(dependency);
  }
  const issues: DeriveIssue[] = [];
  for (const [at, inside] of byComponent) {
    const ordered = (members[at] as readonly number[]).some(isBarrier);
    const bad = inside.filter(({ negative, from }) => negative || (ordered && isBarrier(from)));
    const out = outgoing(draft, inside);
    const starts = [...bad].sort((a, b) => codeUnits(edgeText(draft, a), edgeText(draft, b)));
    // The shortest one, and of several the first by its text: the same for any order of rules.
    const cycles = starts.slice(0, TRIED).map((start) => cycleThrough(draft, start, out));
    cycles.sort((a, b) => a.length - b.length || codeUnits(textOf(a), textOf(b)));
    const cycle = cycles[0];
    if (cycle !== undefined) issues.push(cycleIssue(draft, cycle, ordered));
  }
  return issues.sort((a, b) => codeUnits(a.message, b.message));
}

type Edges = ReadonlyMap<number, readonly Dependency[]>;

/** Edges by where they begin, in an order that depends on names only. */
function outgoing(draft: Draft, inside: readonly Dependency[]): Edges {
  const label = ({ to, negative, rule }: Dependency): string =>
    `${nameOf(draft, to)} ${negative ? 0 : 1} ${rule ?? ""}`;
  const out = new Map<number, Dependency[]>();
  for (const edge of inside) {
    const known = out.get(edge.from);
    if (known === undefined) out.set(edge.from, [edge]);
    else known.push(edge);
  }
  for (const edges of out.values()) edges.sort((a, b) => codeUnits(label(a), label(b)));
  return out;
}

/** A shortest cycle that begins with an edge: breadth first from its end back to its start. */
function cycleThrough(draft: Draft, start: Dependency, out: Edges): CycleStep[] {
  const reached = new Map<number, Dependency>();
  const queue = [start.to];
  for (let head = 0; head < queue.length && !reached.has(start.from); head++) {
    for (const edge of out.get(queue[head] as number) ?? []) {
      if (edge.to === start.to || reached.has(edge.to)) continue;
      reached.set(edge.to, edge);
      queue.push(edge.to);
    }
  }
  const path: Dependency[] = [];
  for (let node = start.from; node !== start.to; ) {
    const edge = reached.get(node) as Dependency;
    path.push(edge);
    node = edge.from;
  }
  return [start, ...path].flatMap((edge): CycleStep[] => {
    const [from, to] = [nameOf(draft, edge.from), nameOf(draft, edge.to)];
    // Steps between the parts of one rule say nothing new.
    if (from === to && !edge.negative) return [];
    const rule = edge.rule === undefined ? {} : { rule: edge.rule };
    return [{ from, to, negative: edge.negative, ...rule }];
  });
}

function textOf(cycle: readonly CycleStep[]): string {
  return cycle
    .map(({ from, to, rule, negative }) => {
      const named = rule === undefined ? undefined : `rule ${show(rule)}`;
      const by = named === undefined || from === named || to === named ? "" : ` (${named})`;
      return `${to} needs ${negative ? "all of, or no, " : ""}${from}${by}`;
    })
    .join("; ");
}

function cycleIssue(draft: Draft, cycle: readonly CycleStep[], ordered: boolean): DeriveIssue {
  const rules = [...new Set(cycle.flatMap(({ rule }) => rule ?? []))].sort(codeUnits);
  const origins = rules.flatMap((name) => draft.byRule.get(name)?.origin ?? []);
  const shared = { rules, cycle, ...(origins.length > 0 ? { origins } : {}) };
  if (ordered) {
    return {
      code: "stratum-order",
      message: `A rule needs what a later stratum derives: ${textOf(cycle)}.`,
      remedy: "Move a rule to another stratum, or drop its `stratum`.",
      ...shared,
    };
  }
  return {
    code: "negative-cycle",
    message: `Whether something holds depends on its own absence: ${textOf(cycle)}.`,
    remedy: "Break the cycle: let one of these rules read something that does not depend on it.",
    ...shared,
  };
}
