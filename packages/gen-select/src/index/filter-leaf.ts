import { ownAttr, testValue } from "../match/test-value.ts";
import { compileGlob, literalOf, parseGlob } from "../selector/glob.ts";
import type { AttrSelector, NameSelector, Selector } from "../selector/selector.ts";
import { type Bounds, certain } from "./bounds.ts";
import { contains } from "./id-set.ts";
import { filtered } from "./set-algebra.ts";
import type { Table } from "./table.ts";

/** Whether a selector's set has to be put together from many values, or be looked for among all. */
export function isBroad(selector: Selector): selector is AttrSelector | NameSelector {
  if (selector.sel === "name") return literalOf(parseGlob(selector.glob)) === undefined;
  if (selector.sel !== "attr" || ownAttr(selector.path) === "tag") return false;
  return selector.op.length > 1 ? /[\^$*<>]/.test(selector.op) : selector.op !== "=";
}

/** Few slots, as far as they pass a broad test: cheaper than the set of all that do. */
export function filterLeaf(
  table: Table,
  found: Bounds,
  selector: AttrSelector | NameSelector,
): Bounds {
  const name = selector.sel === "name";
  const own = name ? "name" : ownAttr(selector.path);
  const column =
    own === undefined || own === "tag" ? table.attr((selector as AttrSelector).path) : table[own]();
  const { values } = column.terms;
  const glob = name ? compileGlob(selector.glob) : undefined;
  const keeps = (slot: number): boolean => {
    const term = column.only(slot);
    const value = term < 0 ? undefined : values[term];
    if (glob !== undefined) return typeof value === "string" && glob(value);
    return term >= 0 && testValue(selector as AttrSelector, value);
  };
  const sure = filtered(found.sure, keeps);
  if (found.sure === found.maybe && column.unknown.size === 0) return certain(sure);
  const maybe = filtered(found.maybe, (slot) => keeps(slot) || contains(column.unknown, slot));
  return { sure, maybe, exact: found.exact };
}
