import { sameValue } from "../data/same-value.ts";
import { takeReset } from "./chain.ts";
import { conflict } from "./conflict.ts";
import { settle } from "./define.ts";
import type { Def, Node, State } from "./state.ts";

/**
 * Module mode without a word on folding: of the strongest priority, objects merge, lists add up, and
 * anything else must be equal. `undefined` when a strategy was chosen, so that the chain rules.
 */
export function agree(state: State, node: Node, strongest: readonly Def[]): Def[] | undefined {
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
