import { codeUnits } from "../data/value.ts";
import type { CycleStep, DeriveIssue } from "../error/derive-error.ts";
import { show } from "../error/show.ts";
import type { Draft } from "./link.ts";
import { isBarrier, unitNode } from "./link-dependencies.ts";
import type { Dependency, UnitCode } from "./linked.ts";

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
export function cycleIssues(
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
