import { isPlain } from "../data/plain.ts";
import { mismatch } from "./conflict.ts";
import { fits, settle } from "./define.ts";
import type { Def, Node, State } from "./state.ts";

/** From the strongest down: the definitions that add up, as far as each lets the next through. */
export function chainOf(state: State, node: Node, strongest: readonly Def[]): Def[] {
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
export function takeReset(node: Node, def: Def): void {
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

/** An object whose keys are folded one by one. */
export function isMergeable(def: Def): boolean {
  return (
    (def.strategy === "merge" || (def.strategy === "replace" && def.marked)) && isPlain(def.value)
  );
}
