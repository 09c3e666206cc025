import { hasOwn, isPlain } from "../data/plain.ts";
import { fillInside } from "./fill.ts";
import type { Definition, Leaf } from "./layer.ts";
import { markOf, SCHEMA_DEFAULT } from "./marker.ts";
import { readOf } from "./read.ts";
import { recordOf } from "./source.ts";
import { type Node, pathOf, type Source, type State } from "./state.ts";
import { unmark } from "./unmark.ts";

const PLAIN = 100;

/**
 * The common case, decided without making a single definition: a key of the record itself where the
 * strongest layer says something that is no object, no layer says anything about folding, and peers
 * agree. Gives
 * `false` when the general way has to be taken. Who is shadowed is found by `plainLeaf`, on demand.
 */
export function evaluatePlain(state: State, node: Node, root: Node): boolean {
  const { plan, key } = node;
  if (state.module || root.defs.length > 0) return false;
  const fold = plan?.fold();
  if (fold !== undefined && fold.name !== "replace") return false;
  const { sources } = state;
  let from: number | undefined;
  let value: unknown;
  let above: Source | undefined;
  let saidAbove: unknown;
  for (let index = sources.length - 1; index >= 0; index--) {
    const source = sources[index] as Source;
    const record = source.record ?? recordOf(state, source);
    const said = record[key];
    if (said === undefined || isInherited(record, key, said)) continue;
    if (source.active !== true || source.priority !== PLAIN) return false;
    if (typeof said === "object" && said !== null) {
      if (markOf(said) !== undefined) return false;
      if (from === undefined && !Array.isArray(said) && (fold !== undefined || isPlain(said))) {
        return false;
      }
    }
    if (state.peers && above !== undefined && above.rank === source.rank) {
      if (!Object.is(said, saidAbove)) return false; // Peers may disagree: to be looked into.
    }
    above = source;
    saidAbove = said;
    if (from !== undefined) continue;
    from = index;
    value = said;
  }
  if (from === undefined) {
    if (plan?.hasDefault !== true || state.defaults === "none" || isPlain(plan.default)) {
      return false;
    }
    from = -1;
    value = plan.default;
  }
  if (typeof value === "object" && value !== null) {
    value = unmark(readOf(state), value);
    if (state.defaults !== "none") value = fillInside(plan, value, state.defaults);
  }
  node.value = value;
  node.from = from;
  node.kind = "leaf";
  return true;
}

/** The account of a leaf that was decided by {@link evaluatePlain}. */
export function plainLeaf(state: State, node: Node): Leaf {
  const { key, plan } = node;
  const { sources } = state;
  const from = node.from as number;
  const shadowed: Definition[] = new Array(countBelow(sources, key, from, node, state));
  let at = 0;
  for (let index = from - 1; index >= 0; index--) {
    const source = sources[index] as Source;
    const record = source.record as Readonly<Record<string, unknown>>;
    const said = record[key];
    if (said === undefined || isInherited(record, key, said)) continue;
    shadowed[at++] = definition(source, said, PLAIN);
  }
  const hasDefault = plan?.hasDefault === true && state.defaults !== "none";
  if (hasDefault && from >= 0) {
    shadowed[at] = definition(state.schemaSource, plan.default, SCHEMA_DEFAULT);
  }
  const source = from < 0 ? state.schemaSource : (sources[from] as Source);
  const priority = from < 0 ? SCHEMA_DEFAULT : PLAIN;
  const { name: layer, origin } = source;
  const { value } = node;
  return {
    path: pathOf(node),
    present: true,
    value,
    layer,
    origin,
    priority,
    strategy: "replace",
    contributions: [definition(source, value, priority)],
    shadowed,
  };
}

/** Plain objects inherit nothing but methods and `__proto__`: only those need a second look. */
function isInherited(record: object, key: string, said: unknown): boolean {
  return (typeof said === "function" || key === "__proto__") && !hasOwn(record, key);
}

function countBelow(
  sources: readonly Source[],
  key: string,
  from: number,
  node: Node,
  state: State,
): number {
  let count = node.plan?.hasDefault === true && state.defaults !== "none" && from >= 0 ? 1 : 0;
  for (let index = 0; index < from; index++) {
    const record = (sources[index] as Source).record as Readonly<Record<string, unknown>>;
    const said = record[key];
    if (said !== undefined && !isInherited(record, key, said)) count++;
  }
  return count;
}

function definition(source: Source, value: unknown, priority: number): Definition {
  return { layer: source.name, origin: source.origin, value, priority, strategy: "replace" };
}
