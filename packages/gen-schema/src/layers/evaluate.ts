import { agree } from "./agree.ts";
import { candidates, inherited } from "./candidates.ts";
import { chainOf, isMergeable } from "./chain.ts";
import { misfit, rankConflicts } from "./conflict.ts";
import { refuseCycle, refuseEndless } from "./endless.ts";
import { fillInside } from "./fill.ts";
import { fillsItself } from "./fills.ts";
import { leafValue } from "./leaf-value.ts";
import { evaluatePlain } from "./plain-leaf.ts";
import type { Plan } from "./plan.ts";
import { type Def, NONE, type Node, newNode, type State } from "./state.ts";
import { byStrength } from "./strength.ts";

const CYCLE_CHECK = 64;
const PLAIN = 100;

/** The node below a branch at `key`, evaluated once. */
export function childOf(state: State, parent: Node, key: string): Node {
  const { plan } = parent;
  const at = plan?.index.get(key);
  if (at !== undefined) return childAt(state, parent, at);
  parent.others ??= new Map();
  const known = parent.others.get(key);
  if (known !== undefined) return known.kind === "pending" ? refuseCycle(state, known) : known;
  const node = newNode(parent, key, plan?.child(key));
  parent.others.set(key, node);
  try {
    evaluate(state, node, parent);
  } finally {
    if (node.kind === "pending") parent.others.delete(key);
  }
  return node;
}

/** The same for the declared key at this place in the plan's order. */
export function childAt(state: State, parent: Node, at: number): Node {
  const plan = parent.plan as Plan;
  parent.slots ??= new Array(plan.keys.length).fill(undefined);
  const known = parent.slots[at];
  if (known !== undefined) return known.kind === "pending" ? refuseCycle(state, known) : known;
  const node = newNode(parent, plan.keys[at] as string, plan.childAt(at));
  parent.slots[at] = node;
  try {
    evaluate(state, node, parent);
  } finally {
    if (node.kind === "pending") parent.slots[at] = undefined;
  }
  return node;
}

/** Finds out what the node is. */
function evaluate(state: State, node: Node, parent: Node): void {
  if (evaluatePlain(state, node, parent)) return;
  const { trail } = state;
  const depth = trail.push(node);
  try {
    evaluateFully(state, node, parent);
  } finally {
    trail.length = depth - 1;
  }
}

function evaluateFully(state: State, node: Node, parent: Node): void {
  const strongest = byStrength(candidates(state, node, parent));
  const chain = state.module ? agree(state, node, strongest) : undefined;
  const taken = chain ?? chainOf(state, node, strongest);
  if (state.peers) report(state, node, strongest, taken);
  const left = without(strongest, taken);
  const shadow = inherited(state, node, parent);
  node.shadow = shadow.length === 0 ? left : left.concat(shadow);
  const top = taken[0];
  if (top === undefined || top.strategy === "unset") {
    node.defs = top === undefined ? NONE : [top];
    const implied = top === undefined && state.defaults === "deep" && isImplied(node);
    node.kind = implied ? "branch" : "absent";
    return;
  }
  if (top.misfit !== undefined) state.findings.push(misfit(node, top));
  const fold = node.plan?.fold();
  const atomic = fold !== undefined && fold.name !== "merge";
  if (!atomic && taken.every(isMergeable)) {
    const defs = taken.length === 1 ? taken : [...taken].sort((a, b) => position(a) - position(b));
    // An open map was weighed as a whole, as NixOS does; its keys start anew.
    const weighed = state.module && node.plan?.declared !== true;
    node.defs = weighed ? defs.map((def) => ({ ...def, priority: PLAIN })) : defs;
    if (node.depth % CYCLE_CHECK === 0) refuseEndless(node);
    node.kind = "branch";
    return;
  }
  const weakestFirst = taken.length === 1 ? taken : [...taken].reverse();
  if (state.module && taken.length > 1) weakestFirst.sort((a, b) => a.order - b.order);
  node.defs = weakestFirst;
  const value = leafValue(state, node, weakestFirst);
  node.value = state.defaults === "none" ? value : fillInside(node.plan, value, state.defaults);
  node.kind = "leaf";
}

/** Whether defaults alone make an object here; not inside an object of its own kind that they made. */
function isImplied(node: Node): boolean {
  const { plan } = node;
  if (plan === undefined || !fillsItself(plan)) return false;
  for (let at = node.parent; at?.parent !== undefined && at.defs.length === 0; at = at.parent) {
    if (at.plan === plan) return false;
  }
  return true;
}

/** The order among definitions of one place: the schema, then the layers. */
function position(def: Def): number {
  return def.source.index;
}

function report(state: State, node: Node, strongest: readonly Def[], chain: readonly Def[]): void {
  if (strongest.length < 2) return;
  for (const finding of rankConflicts(state, node, strongest, chain)) {
    state.findings.push(finding);
    if (state.strictConflicts && finding.settledBy === undefined) node.conflict = finding;
  }
}

/** The definitions that are not taken, in order. */
function without(strongest: readonly Def[], taken: readonly Def[]): readonly Def[] {
  if (taken.length === strongest.length) return NONE;
  const out = new Set(taken);
  return strongest.filter((def) => !def.dropped && !out.has(def));
}
