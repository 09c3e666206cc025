import { compileLabels, DEAD } from "gen-graph";
import { ownAttr } from "../match/test-value.ts";
import type {
  AttrSelector,
  AxisSelector,
  NameSelector,
  NthSelector,
  Selector,
  ViaSelector,
  WhenSelector,
} from "../selector/selector.ts";
import type { Domain, ValueLiteral } from "./find-value.ts";

/** A conjunction of tests and steps on one node, sorted by what they are about. */
export interface Literals {
  /** By the value they test; the key is the kind of value and its path. */
  readonly values: Map<
    string,
    { readonly domain: Domain; readonly path: readonly string[]; readonly tests: ValueLiteral[] }
  >;
  readonly tags: { readonly test: AttrSelector; readonly positive: boolean }[];
  readonly steps: { readonly form: AxisSelector; readonly positive: boolean }[];
  readonly places: { readonly form: NthSelector; readonly positive: boolean }[];
  readonly walks: { readonly form: ViaSelector; readonly positive: boolean }[];
  readonly predicates: { readonly form: WhenSelector; readonly positive: boolean }[];
}

/** No literals. */
export function noLiterals(): Literals {
  return { values: new Map(), tags: [], steps: [], places: [], walks: [], predicates: [] };
}

function value(
  literals: Literals,
  path: readonly string[],
  test: AttrSelector | NameSelector,
  positive: boolean,
): void {
  const own = ownAttr(path);
  const key = JSON.stringify(path);
  let group = literals.values.get(key);
  if (group === undefined) {
    group = {
      domain: own === undefined ? "attribute" : own === "id" ? "id" : "text",
      path,
      tests: [],
    };
    literals.values.set(key, group);
  }
  group.tests.push({ test, positive });
}

/** Adds a test or step, or its negation. What else must hold of the node itself is returned. */
export function addLiteral(literals: Literals, form: Selector, positive: boolean): Selector[] {
  switch (form.sel) {
    case "kind":
      value(
        literals,
        ["kind"],
        { sel: "attr", path: ["kind"], op: "=", value: form.kind },
        positive,
      );
      return [];
    case "tag":
      literals.tags.push({
        test: { sel: "attr", path: ["tag"], op: "=", value: form.tag },
        positive,
      });
      return [];
    case "name":
      value(literals, ["name"], form, positive);
      return [];
    case "attr":
      if (ownAttr(form.path) === "tag") literals.tags.push({ test: form, positive });
      else value(literals, form.path, form, positive);
      return [];
    case "nth":
      literals.places.push({ form, positive });
      return positive && form.of !== undefined ? [form.of] : [];
    case "via": {
      const labels = compileLabels(form.path);
      if (labels.start !== DEAD && labels.accepts(labels.start)) {
        // The walk of no steps: it is the only one, or the others cannot be refused without it.
        const { labels: onward, others } = labels.next(labels.start);
        const alone = onward.length === 0 && !others;
        if (alone) return [positive ? form.of : { sel: "not", of: form.of }];
        literals.walks.push({ form, positive });
        return positive ? [] : [{ sel: "not", of: form.of }];
      }
      literals.walks.push({ form, positive });
      return [];
    }
    case "when":
      literals.predicates.push({ form, positive });
      return [];
    default:
      literals.steps.push({ form: form as AxisSelector, positive });
      return [];
  }
}
