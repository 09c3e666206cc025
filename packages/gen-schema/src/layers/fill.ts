import { copyData } from "../data/copy.ts";
import { hasOwn, isPlain, own, put } from "../data/plain.ts";
import type { Schema } from "../schema/schema.ts";
import { fillsInside, fillsItself } from "./fills.ts";
import { type Plan, rootPlan } from "./plan.ts";

type Depth = "deep" | "shallow";

/** A memo of plans that only depend on the schema. */
const plans = new WeakMap<Schema, Plan>();

/**
 * A copy of a value with the defaults of its schema filled in, in lists and open maps too. Nothing
 * that was given is changed; `null` counts as given. With `"deep"` an object that is not there is
 * made when the defaults in it make it whole; with `"shallow"` only objects that are there are filled.
 */
export function withDefaults<T>(
  schema: Schema<unknown, T>,
  value: unknown,
  depth: Depth = "deep",
): T {
  const plan = plans.get(schema as Schema) ?? rootPlan(schema.json);
  plans.set(schema as Schema, plan);
  return fillInside(
    plan,
    value === undefined && plan.hasDefault ? plan.default : value,
    depth,
  ) as T;
}

/** The value with the defaults below it; itself when the schema has none there. */
export function fillInside(plan: Plan | undefined, value: unknown, depth: Depth): unknown {
  if (plan === undefined || typeof value !== "object" || value === null) return value;
  if (!(Array.isArray(value) || isPlain(value)) || !fillsInside(plan)) return value;
  const made = new Map<object, Map<Plan | undefined, object>>();
  const work: Work[] = [];
  const copy = (item: unknown, at: Plan | undefined, implied: readonly Plan[]): unknown => {
    if (typeof item !== "object" || item === null) return item;
    if (!Array.isArray(item) && !isPlain(item)) return item;
    const known = made.get(item)?.get(at);
    if (known !== undefined) return known;
    const target: object = Array.isArray(item) ? [] : {};
    if (!made.has(item)) made.set(item, new Map());
    made.get(item)?.set(at, target);
    work.push({ item, at, target, implied });
    return target;
  };
  const root = copy(value, plan, []);
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const { item, at, target, implied } = next;
    if (Array.isArray(item)) {
      item.forEach((element, index) => {
        (target as unknown[]).push(copy(element, at?.element(index), implied));
      });
      continue;
    }
    for (const key of Object.keys(item)) {
      put(target, key, copy(own(item, key), at?.child(key), implied));
    }
    for (const key of at?.keys ?? []) {
      if (hasOwn(item, key) && own(item, key) !== undefined) continue;
      const child = at?.child(key);
      if (child === undefined) continue;
      if (child.hasDefault) put(target, key, copy(copyData(child.default), child, implied));
      else if (depth === "deep" && fillsItself(child) && !implied.includes(child)) {
        put(target, key, copy({}, child, [...implied, child]));
      }
    }
  }
  return root;
}

interface Work {
  readonly item: object;
  readonly at: Plan | undefined;
  readonly target: object;
  /** The plans of the objects around that nobody gave: one of them inside itself would never end. */
  readonly implied: readonly Plan[];
}
