import { operands } from "../selector/operands.ts";
import type { Selector } from "../selector/selector.ts";
import { type Bounds, both, certain, either, except } from "./bounds.ts";
import { evalAxis, evalNth } from "./eval-axis.ts";
import { evalAttr, evalName, filterLeaf, isBroad, withTerm } from "./eval-leaf.ts";
import { evalVia } from "./eval-via.ts";
import { emptySet } from "./id-set.ts";
import type { Table } from "./table.ts";

function cost(selector: Selector): number {
  if (isBroad(selector)) return 1;
  return operands(selector).length === 0 ? 0 : 2;
}

/** The slots that match a checked selector, as far as the columns can tell: set algebra, no tests. */
export function evaluate(table: Table, selector: Selector): Bounds {
  switch (selector.sel) {
    case "star":
      return certain(table.live);
    case "kind":
      return withTerm(table, table.kind(), selector.kind);
    case "tag":
      return withTerm(table, table.tags(), selector.tag);
    case "name":
      return evalName(table, selector);
    case "attr":
      return evalAttr(table, selector);
    case "all": {
      let found = certain(table.live);
      // What a column answers at once comes first: it may leave little to look at.
      for (const operand of [...selector.of].sort((a, b) => cost(a) - cost(b))) {
        if (found.maybe.size === 0) break;
        found =
          isBroad(operand) && found.maybe.words === undefined && found.sure.words === undefined
            ? filterLeaf(table, found, operand)
            : both(found, evaluate(table, operand));
      }
      return found;
    }
    case "any": {
      let found = certain(emptySet());
      for (const operand of selector.of)
        found = either(found, evaluate(table, operand), table.capacity());
      return found;
    }
    case "not":
      return except(table.live, evaluate(table, selector.of));
    case "child":
    case "descendant": {
      const of = evaluate(table, selector.of);
      if (of.maybe.size === 0) return of;
      const left = evaluate(table, selector.left);
      return both(of, evalAxis(table, selector.sel === "child" ? "parent" : "within", left));
    }
    case "nth":
      return evalNth(
        table,
        selector,
        selector.of === undefined ? certain(table.live) : evaluate(table, selector.of),
      );
    case "via":
      return evalVia(table, selector.path, evaluate(table, selector.of));
    case "when":
      return { sure: emptySet(), maybe: table.live, exact: false };
    default:
      return evalAxis(table, selector.sel, evaluate(table, selector.of));
  }
}
