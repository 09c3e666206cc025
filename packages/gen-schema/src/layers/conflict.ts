import { showPath } from "../data/path.ts";
import { sameValue } from "../data/same-value.ts";
import { show } from "../data/show.ts";
import { settle } from "./define.ts";
import { type Def, type Finding, type Node, pathOf, type State } from "./state.ts";

const RESETS: ReadonlySet<string> = new Set(["replace", "unset", "reset"]);

/** What a definition says, for a message. */
function says(def: Def): string {
  const said = def.strategy === "unset" || def.strategy === "reset" ? def.strategy : undefined;
  return `${JSON.stringify(def.layer)} says ${said ?? show(def.value)}`;
}

/** Layers of one rank and priority that set the place to different values. */
export function rankConflicts(
  state: State,
  node: Node,
  strongest: readonly Def[],
  chain: readonly Def[],
): Finding[] {
  const found: Finding[] = [];
  for (let from = 0; from < strongest.length; ) {
    const first = strongest[from] as Def;
    let to = from + 1;
    while (to < strongest.length && isPeer(first, strongest[to] as Def)) to++;
    if (to - from > 1 && !first.source.isDefault) {
      const peers = strongest.slice(from, to).reverse();
      for (const def of peers) settle(state, node.plan, def);
      const live = peers.filter((def) => !def.dropped);
      if (disagree(live)) {
        const settled = live.some((def) => chain.includes(def)) ? undefined : chain[0]?.layer;
        found.push(conflict("rank-conflict", node, live, settled));
      }
    }
    from = to;
  }
  return found;
}

function isPeer(a: Def, b: Def): boolean {
  return a.priority === b.priority && a.source.rank === b.source.rank && !b.source.isDefault;
}

function disagree(peers: readonly Def[]): boolean {
  const [first, ...rest] = peers;
  if (first === undefined || rest.length === 0) return false;
  if (!peers.some((def) => def.combine === undefined && RESETS.has(def.strategy))) return false;
  return rest.some((def) => def.strategy !== first.strategy || !sameValue(def.value, first.value));
}

/** The finding about definitions that contradict each other. */
export function conflict(
  code: "rank-conflict" | "module-conflict",
  node: Node,
  definitions: readonly Def[],
  settledBy?: string,
): Finding {
  const path = pathOf(node);
  const [first] = definitions;
  const what = code === "rank-conflict" ? "Layers of one rank" : "Definitions of one priority";
  return {
    code,
    path,
    message: `${what} disagree at ${showPath(path)}: ${definitions.map(says).join(", ")}${settledBy === undefined ? "" : ` (${JSON.stringify(settledBy)} decides)`}`,
    definitions,
    remedy:
      code === "rank-conflict"
        ? "Give one of them a stronger rank or priority, or settle it in a stronger layer."
        : "Make one of them a default, or force one.",
    ...(first === undefined ? {} : { layer: first.layer, origin: first.origin }),
    ...(settledBy === undefined ? {} : { settledBy }),
  };
}

/** The finding about a value that cannot be added to: what is `above` it replaces it. */
export function mismatch(node: Node, above: Def, def: Def): Finding {
  return misfitFinding(
    node,
    above.strategy,
    def,
    [def, above],
    `is replaced by what ${says(above)}`,
  );
}

/** The finding about a value that cannot add to what is below it: it replaces it. */
export function misfit(node: Node, def: Def): Finding {
  return misfitFinding(node, def.misfit ?? def.strategy, def, [def], "replaces what is below");
}

function misfitFinding(
  node: Node,
  strategy: string,
  def: Def,
  definitions: readonly Def[],
  outcome: string,
): Finding {
  const path = pathOf(node);
  const needs = strategy === "merge" ? "an object" : "a list";
  return {
    code: "strategy-mismatch",
    path,
    message: `${showPath(path)} cannot ${strategy}: ${says(def)}, which is not ${needs}; it ${outcome}`,
    definitions,
    expected: needs,
    got: show(def.value),
    layer: def.layer,
    origin: def.origin,
  };
}
