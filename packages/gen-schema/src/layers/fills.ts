import type { Plan } from "./plan.ts";

/** Memos of two questions whose answers depend on the plan alone. */
const itself = new WeakMap<Plan, boolean>();
const inside = new WeakMap<Plan, boolean>();

/**
 * Whether the defaults below a place make a value on their own: there is one, and no required key
 * lacks one. The least answer that is consistent, found by rounds over the plans below, so that it
 * depends neither on where the question starts nor on the order of keys.
 */
export function fillsItself(plan: Plan): boolean {
  const known = itself.get(plan);
  if (known !== undefined) return known;
  const all = reachable(plan, (item) => item.keys.flatMap((key) => item.child(key) ?? []));
  const yes = new Set<Plan>();
  const fills = (item: Plan, key: string): boolean => {
    const child = item.child(key);
    return child !== undefined && (child.hasDefault || yes.has(child));
  };
  for (let before = -1; before !== yes.size; ) {
    before = yes.size;
    for (const item of all) {
      if (yes.has(item) || !item.keys.some((key) => fills(item, key))) continue;
      if ([...item.required].every((key) => fills(item, key))) yes.add(item);
    }
  }
  for (const item of all) itself.set(item, yes.has(item));
  return yes.has(plan);
}

/** Whether a value of this place may hold objects with defaults that have to be filled in. */
export function fillsInside(plan: Plan): boolean {
  let known = inside.get(plan);
  if (known === undefined) {
    const below = reachable(plan, (item) => item.below());
    known = [...below].some((item) => item.below().some((next) => next.hasDefault));
    inside.set(plan, known);
  }
  return known;
}

/** The plan and everything that can be reached from it. */
function reachable(from: Plan, next: (plan: Plan) => readonly Plan[]): Set<Plan> {
  const found = new Set<Plan>([from]);
  for (const plan of found) for (const item of next(plan)) found.add(item);
  return found;
}
