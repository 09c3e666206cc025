import { showPath } from "../data/path.ts";
import { hasOwn, isPlain } from "../data/plain.ts";
import { sameValue } from "../data/same-value.ts";
import { refuse } from "../problems/schema-error.ts";
import { combine } from "./combine.ts";
import { conflict, mismatch, rankConflicts } from "./conflict.ts";
import { define, fits, settle } from "./define.ts";
import { SCHEMA_DEFAULT } from "./marker.ts";
import { evaluatePlain } from "./plain-leaf.ts";
import type { Plan } from "./plan.ts";
import { isActive, recordOf } from "./source.ts";
import { type Def, NONE, type Node, newNode, pathOf, type State } from "./state.ts";
import { byStrength } from "./strength.ts";
import { unmark } from "./unmark.ts";

const CYCLE_CHECK = 64;

/** The node below a branch at `key`, evaluated once. */
export function childOf(state: State, parent: Node, key: string): Node {
  const { plan } = parent;
  const at = plan?.index.get(key);
  if (at !== undefined) return childAt(state, parent, at);
  parent.others ??= new Map();
  const known = parent.others.get(key);
  if (known !== undefined) return known.kind === "pending" ? refuseCycle(known) : known;
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
  if (known !== undefined) return known.kind === "pending" ? refuseCycle(known) : known;
  const node = newNode(parent, plan.keys[at] as string, plan.childAt(at));
  parent.slots[at] = node;
  try {
    evaluate(state, node, parent);
  } finally {
    if (node.kind === "pending") parent.slots[at] = undefined;
  }
  return node;
}

function evaluate(state: State, node: Node, parent: Node): void {
  if (parent.parent === undefined && evaluatePlain(state, node, parent)) return;
  const strongest = byStrength(candidates(state, node, parent));
  const chain = state.module ? agree(state, node, strongest) : undefined;
  const taken = chain ?? chainOf(state, node, strongest);
  if (state.peers) report(state, node, strongest, taken);
  const left = strongest.filter((def) => !def.dropped && !taken.includes(def));
  const shadow = inherited(state, node, parent);
  node.shadow = shadow.length === 0 ? left : left.concat(shadow);
  const top = taken[0];
  if (top === undefined || top.strategy === "unset") {
    node.defs = top === undefined ? NONE : [top];
    if (top === undefined && state.defaults === "deep" && node.plan?.fillsItself() === true) {
      node.kind = "branch";
    } else node.kind = "absent";
    return;
  }
  const fold = node.plan?.fold();
  const atomic = fold !== undefined && fold.name !== "merge";
  if (!atomic && taken.every(isMergeable)) {
    node.defs = taken.length === 1 ? taken : [...taken].sort((a, b) => position(a) - position(b));
    if (node.depth % CYCLE_CHECK === 0) refuseEndless(node);
    node.kind = "branch";
    return;
  }
  const weakestFirst = taken.length === 1 ? taken : [...taken].reverse();
  if (state.module && taken.length > 1) weakestFirst.sort((a, b) => a.order - b.order);
  node.defs = weakestFirst;
  node.value = leafValue(state, node, weakestFirst);
  node.kind = "leaf";
}

function leafValue(state: State, node: Node, defs: readonly Def[]): unknown {
  let value = unmark(state.read, (defs[0] as Def).value);
  if (defs.length === 1) return value;
  const path = pathOf(node);
  for (let index = 1; index < defs.length; index++) {
    const def = defs[index] as Def;
    def.value = unmark(state.read, def.value);
    if (state.module && def.strategy === "replace") continue; // Equal definitions, checked before.
    const concat = state.module && (def.strategy === "append" || def.strategy === "prepend");
    value = concat
      ? [...(value as unknown[]), ...(def.value as unknown[])]
      : combine(value, def, path);
  }
  return value;
}

/** The order among definitions of one place: the schema, then the layers. */
function position(def: Def): number {
  return def.source.index;
}

/** An object whose keys are folded one by one. */
function isMergeable(def: Def): boolean {
  return (
    (def.strategy === "merge" || (def.strategy === "replace" && def.marked)) && isPlain(def.value)
  );
}

/** Everything that is said at the node, weakest position first. Conditions of other keys do not run. */
function candidates(state: State, node: Node, parent: Node): Def[] {
  const { plan, key } = node;
  const found: Def[] = [];
  const add = (def: Def | undefined): void => {
    if (def !== undefined) found.push(def);
  };
  if (plan?.hasDefault === true && state.defaults !== "none") {
    add(define(state, plan, state.schemaSource, SCHEMA_DEFAULT, plan.default));
  }
  if (parent.parent === undefined) {
    for (const def of parent.defs) {
      if (hasOwn(def.value as object, key)) addFrom(state, node, def, found);
    }
    for (const source of state.sources) {
      const record = recordOf(state, source);
      if (!hasOwn(record, key)) continue;
      const value = record[key];
      if (value === undefined || !isActive(state, source)) continue;
      add(define(state, plan, source, source.priority, value));
    }
    return found;
  }
  for (const def of parent.defs) {
    if (hasOwn(def.value as object, key)) addFrom(state, node, def, found);
  }
  return found;
}

function addFrom(state: State, node: Node, def: Def, found: Def[]): void {
  const value = (def.value as Readonly<Record<string, unknown>>)[node.key];
  if (value === undefined) return;
  const below = define(state, node.plan, def.source, def.priority, value);
  if (below !== undefined) found.push(below);
}

/** What was shadowed above: its part for this key, or the whole if it has no keys. */
function inherited(state: State, node: Node, parent: Node): Def[] {
  if (parent.shadow.length === 0) return [];
  const found: Def[] = [];
  for (const def of parent.shadow) {
    if (def.pending === undefined && isPlain(def.value)) {
      if (hasOwn(def.value, node.key)) addFrom(state, node, def, found);
    } else found.push({ ...def, path: def.path ?? pathOf(parent) });
  }
  return found;
}

/** From the strongest down: the definitions that add up, as far as each lets the next through. */
function chainOf(state: State, node: Node, strongest: readonly Def[]): Def[] {
  const chain: Def[] = [];
  const open = node.plan === undefined || !node.plan.declared;
  let blocked = false;
  for (const def of strongest) {
    const above = chain[chain.length - 1];
    if (above === undefined) {
      settle(state, node.plan, def);
      if (def.dropped) continue;
      takeReset(node, def);
      chain.push(def);
      continue;
    }
    if (blocked || !addsUp(above)) break;
    const weaker = def.priority !== (chain[0] as Def).priority;
    const pushedDown = (!state.module || !open) && chain.every(isMergeable);
    if (weaker && !pushedDown && (state.module || !def.source.isDefault)) continue;
    settle(state, node.plan, def);
    if (def.dropped) continue;
    takeReset(node, def);
    if (def.strategy === "unset") break;
    if (above.combine === undefined && !fits(above.strategy, def.value)) {
      const asked = above.marked || node.plan?.fold() !== undefined;
      if (asked && !weaker) state.findings.push(mismatch(node, above, def));
      blocked = true;
      continue;
    }
    chain.push(def);
  }
  return chain;
}

/** `reset()` says the schema's default, or nothing when there is none. */
function takeReset(node: Node, def: Def): void {
  if (def.strategy !== "reset") return;
  if (node.plan?.hasDefault === true) {
    def.value = node.plan.default;
    def.strategy = "replace";
  } else def.strategy = "unset";
}

function addsUp(def: Def): boolean {
  return (
    def.combine !== undefined ||
    def.strategy === "merge" ||
    def.strategy === "append" ||
    def.strategy === "prepend" ||
    def.strategy === "union"
  );
}

/**
 * Module mode without a word on folding: of the strongest priority, objects merge, lists add up, and
 * anything else must be equal. `undefined` when a strategy was chosen, so that the chain rules.
 */
function agree(state: State, node: Node, strongest: readonly Def[]): Def[] | undefined {
  const fold = node.plan?.fold();
  if (fold !== undefined && fold.name !== "replace") return undefined;
  const best = strongest[0]?.priority;
  const same: Def[] = [];
  for (const def of strongest) {
    if (def.priority !== best) break;
    settle(state, node.plan, def);
    if (def.dropped) continue;
    takeReset(node, def);
    same.push(def);
  }
  const [first, ...rest] = same;
  if (first === undefined || rest.length === 0) return undefined;
  if (same.every((def) => def.strategy === "merge")) return undefined;
  if (same.every((def) => def.strategy === "append" || def.strategy === "prepend")) return same;
  if (same.some((def) => def.marked && def.strategy !== "unset")) return undefined;
  if (rest.every((def) => def.strategy === first.strategy && sameValue(def.value, first.value))) {
    return same;
  }
  const finding = conflict("module-conflict", node, [...same].reverse());
  state.findings.push(finding);
  if (state.strictConflicts) node.conflict = finding;
  return [first];
}

function report(state: State, node: Node, strongest: readonly Def[], chain: readonly Def[]): void {
  if (strongest.length < 2) return;
  for (const finding of rankConflicts(state, node, strongest, chain)) {
    state.findings.push(finding);
    if (state.strictConflicts && finding.settledBy === undefined) node.conflict = finding;
  }
}

function refuseCycle(node: Node): never {
  const path = pathOf(node);
  return refuse({
    code: "value-cycle",
    path,
    message: `The value at ${showPath(path)} depends on itself`,
    remedy: "Let its condition or lazy value read other leaves only.",
  });
}

/** A value that contains itself would have leaves without end. */
function refuseEndless(node: Node): void {
  for (const def of node.defs) {
    for (let at = node.parent; at?.parent !== undefined; at = at.parent) {
      if (!at.defs.some((other) => other.source === def.source && other.value === def.value))
        continue;
      const path = pathOf(at);
      refuse({
        code: "value-endless",
        path,
        message: `The value of layer ${JSON.stringify(def.layer)} at ${showPath(path)} contains itself`,
        layer: def.layer,
        origin: def.origin,
      });
    }
  }
}
