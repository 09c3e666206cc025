import { type Attribute, attribute, type Context } from "gen-scope";
import { compileIndex, type Selector, select, selectorNames } from "gen-select";
import { compareNames, entityId } from "../model/names.ts";
import { type Base, type NodeId, wholeModel } from "./base.ts";
import { scopeView } from "./scope-view.ts";
import type { Topology } from "./topology.ts";

/** Which entities a selector means: found once for each selector, however many ask. */
export interface SelectionAttributes {
  readonly selection: Attribute<NodeId, readonly NodeId[], Selector>;
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

const keys = new WeakMap<object, string>();
let unnamed = 0;

/** Selectors are told apart by what they say; ones that hold functions by identity. */
function keyOf(selector: Selector): string {
  const known = keys.get(selector);
  if (known !== undefined) return known;
  let pure = true;
  const text = JSON.stringify(selector, (_key, value: unknown) => {
    if (typeof value === "function") pure = false;
    return value;
  });
  unnamed += 1;
  const key = pure ? text : `${text}#${unnamed}`;
  keys.set(selector, key);
  return key;
}

/** Declares the selection of entities of a fleet by selectors, over one index of its hosts. */
export function declareSelection(base: Base, topology: Topology): SelectionAttributes {
  const selection: SelectionAttributes["selection"] = attribute(
    "selection",
    (_fleet: NodeId, ctx: Context, selector: Selector) => {
      const view = scopeView(base, topology, ctx);
      const model = wholeModel(base, ctx);
      const { kinds } = selectorNames(selector);
      const hosts = model.hostNames.map((name) => entityId("host", name));
      // Without a kind a selector of peers means hosts.
      const others = kinds.every((kind) => kind === "host")
        ? []
        : everything(entityId("fleet", model.name), (id) => ctx.get(topology.children, id)).filter(
            (id) => !id.startsWith("host:"),
          );
      const nodes = [...hosts, ...others].sort(compareNames);
      const found = select(selector, compileIndex({ ...view, nodes: () => nodes })).ids();
      return others.length > 0 ? found : found.filter((id) => id.startsWith("host:"));
    },
    { key: keyOf, equal: same },
  );
  return { selection };
}

function everything(root: NodeId, children: (id: NodeId) => readonly NodeId[]): NodeId[] {
  const found: NodeId[] = [];
  const stack = [root];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    found.push(id);
    stack.push(...children(id));
  }
  return found;
}
