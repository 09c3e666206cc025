import { operands } from "../selector/operands.ts";
import type { Selector } from "../selector/selector.ts";
import { type Bounds, both, certain, either, except } from "./bounds.ts";
import { evalAxis } from "./eval-axis.ts";
import { evalAttr, evalName, withTerm } from "./eval-leaf.ts";
import { evalNth } from "./eval-nth.ts";
import { evalVia } from "./eval-via.ts";
import { filterLeaf, isBroad } from "./filter-leaf.ts";
import { emptySet } from "./id-set.ts";
import type { Table } from "./table.ts";

/**
 * What a column answers at once comes first, the fewest slots before others: it may leave little to
 * look at, or nothing.
 */
function evaluateAll(table: Table, of: readonly Selector[]): Bounds {
  const broad = of.filter(isBroad);
  const [steps, ready]: [Selector[], Bounds[]] = [[], []];
  for (const operand of of) {
    if (isBroad(operand)) continue;
    if (operands(operand).length === 0) ready.push(evaluate(table, operand));
    else steps.push(operand);
  }
  ready.sort((a, b) => a.maybe.size - b.maybe.size);
  let found = ready[0] ?? certain(table.live);
  for (let i = 1; i < ready.length && found.maybe.size > 0; i++)
    found = both(found, ready[i] as Bounds);
  for (const operand of broad) {
    if (found.maybe.size === 0) return found;
    const few = found.maybe.words === undefined && found.sure.words === undefined;
    found = few ? filterLeaf(table, found, operand) : both(found, evaluate(table, operand));
  }
  for (const operand of steps) {
    if (found.maybe.size === 0) return found;
    found = both(found, evaluate(table, operand));
  }
  return found;
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
    case "all":
      return evaluateAll(table, selector.of);
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
