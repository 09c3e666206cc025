import type { NthSelector } from "../selector/selector.ts";
import { isUnknown, mergeUnknown, orderOf, type Unknown, type View } from "../view/view.ts";
import type { Test } from "./node-test.ts";

/** Whether a 1-based place is `step * k + offset` for some k ≥ 0. */
export function isPlace(place: number, step: number, offset: number): boolean {
  const rest = place - offset;
  return step === 0 ? rest === 0 : rest % step === 0 && rest / step >= 0;
}

/** A test of places: between the least and the most siblings that may be counted before. */
export function nthTest(selector: NthSelector, inner: Test, view: View): Test {
  const { step, offset } = selector;
  const compare = orderOf(view);
  const orders = new Map<string, readonly string[]>();
  const siblings = (parent: string): readonly string[] | Unknown => {
    let order = orders.get(parent);
    if (order === undefined) {
      const children = view.children(parent);
      if (isUnknown(children)) return children;
      order = [...children].sort(compare);
      orders.set(parent, order);
    }
    return order;
  };
  return (id) => {
    const self = inner(id);
    if (self === false) return false;
    const parent = view.parent(id);
    if (isUnknown(parent)) return parent;
    const order = parent === undefined ? [id] : siblings(parent);
    if (isUnknown(order)) return order;
    let least = 0;
    let most = 0;
    let open: Unknown | undefined = self === true ? undefined : self;
    for (const other of order) {
      if (other === id) break;
      const verdict = inner(other);
      if (verdict === true) least++;
      if (verdict !== false) most++;
      if (isUnknown(verdict)) open = mergeUnknown(open, verdict);
    }
    let hits = 0;
    for (let place = least + 1; place <= most + 1; place++)
      if (isPlace(place, step, offset)) hits++;
    if (hits === 0) return false;
    return hits === most - least + 1 && self === true ? true : (open ?? true);
  };
}
