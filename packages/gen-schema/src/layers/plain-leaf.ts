import { hasOwn, isPlain } from "../data/plain.ts";
import { fillInside } from "./fill.ts";
import type { Definition, Leaf } from "./layer.ts";
import { markOf, SCHEMA_DEFAULT } from "./marker.ts";
import { readOf } from "./read.ts";
import { recordOf } from "./source.ts";
import { type Def, type Node, pathOf, type Source, type State } from "./state.ts";
import { unmark } from "./unmark.ts";

const PLAIN = 100;

type Data = Readonly<Record<string, unknown>>;

/**
 * The common case, decided without making a single definition: the strongest layer says something
 * that is no object, no layer says anything about folding, all have the plain priority, and peers
 * agree. Gives `false` when the general way has to be taken. Who is shadowed is found by
 * `plainLeaf`, on demand.
 */
export function evaluatePlain(state: State, node: Node, parent: Node): boolean {
  const { plan, key } = node;
  const inRoot = parent.parent === undefined;
  if (state.module || parent.shadow.length > 0 || (inRoot && parent.defs.length > 0)) return false;
  const fold = plan?.fold();
  if (fold !== undefined && fold.name !== "replace") return false;
  const { sources } = state;
  const { defs } = parent;
  let from: number | undefined;
  let value: unknown;
  let above: Source | undefined;
  let saidAbove: unknown;
  let below = 0;
  for (let index = (inRoot ? sources.length : defs.length) - 1; index >= 0; index--) {
    const source = inRoot ? (sources[index] as Source) : (defs[index] as Def).source;
    const record = inRoot
      ? (source.record ?? recordOf(state, source))
      : ((defs[index] as Def).value as Data);
    const said = record[key];
    if (said === undefined || isInherited(record, key, said)) continue;
    if (inRoot) {
      if (source.active !== true || source.priority !== PLAIN) return false;
    } else if ((defs[index] as Def).priority !== PLAIN) return false;
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
    if (from !== undefined) {
      below++;
      continue;
    }
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
  node.below = below;
  node.kind = "leaf";
  return true;
}

/** The account of a leaf that was decided by {@link evaluatePlain}. */
export function plainLeaf(state: State, node: Node): Leaf {
  const { plan, value } = node;
  const parent = node.parent as Node;
  const from = node.from as number;
  const hasDefault = plan?.hasDefault === true && state.defaults !== "none" && from >= 0;
  const shadowed: Definition[] = new Array(node.below + (hasDefault ? 1 : 0));
  let at = 0;
  for (let index = from - 1; index >= 0; index--) {
    const said = saidAt(state, parent, node.key, index);
    if (said !== undefined)
      shadowed[at++] = definition(sourceAt(state, parent, index), said, PLAIN);
  }
  if (hasDefault) shadowed[at] = definition(state.schemaSource, plan.default, SCHEMA_DEFAULT);
  const source = from < 0 ? state.schemaSource : sourceAt(state, parent, from);
  const priority = from < 0 ? SCHEMA_DEFAULT : PLAIN;
  const { name: layer, origin } = source;
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

/** What the layer at this place in the order says about a key; what it says was read before. */
function saidAt(state: State, parent: Node, key: string, index: number): unknown {
  const record = (
    parent.parent === undefined
      ? (state.sources[index] as Source).record
      : (parent.defs[index] as Def).value
  ) as Data;
  const said = record[key];
  return said !== undefined && isInherited(record, key, said) ? undefined : said;
}

function sourceAt(state: State, parent: Node, index: number): Source {
  return parent.parent === undefined
    ? (state.sources[index] as Source)
    : (parent.defs[index] as Def).source;
}

/** Plain objects inherit nothing but methods and `__proto__`: only those need a second look. */
function isInherited(record: object, key: string, said: unknown): boolean {
  return (typeof said === "function" || key === "__proto__") && !hasOwn(record, key);
}

function definition(source: Source, value: unknown, priority: number): Definition {
  return { layer: source.name, origin: source.origin, value, priority, strategy: "replace" };
}
