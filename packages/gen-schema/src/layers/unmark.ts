import { isPlain, put } from "../data/plain.ts";
import { isMarked, type Mark, markOf, type Read } from "./marker.ts";

const GONE: unique symbol = Symbol("gone");

/**
 * A whole value without the marks inside of it: conditions decided, lazy values computed, what is
 * unset left out. Returns `value` itself when it has none, which is the rule.
 */
export function unmark(read: Read, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !hasMarks(value)) return value;
  const made = new Map<object, object>();
  const work: object[] = [];
  const clean = (item: unknown): unknown => {
    let at = item;
    while (isMarked(at)) {
      const mark = markOf(at) as Mark;
      if (mark.is === "unset" || mark.is === "reset") return GONE;
      if (mark.is === "when") {
        const { condition } = mark;
        if (!(typeof condition === "function" ? condition(read) : condition)) return GONE;
      }
      at = mark.is === "lazy" ? mark.compute(read) : at.value;
    }
    if (typeof at !== "object" || at === null || !(Array.isArray(at) || isPlain(at))) return at;
    const known = made.get(at);
    if (known !== undefined) return known;
    const target: object = Array.isArray(at) ? [] : {};
    made.set(at, target);
    work.push(at);
    return target;
  };
  const result = clean(value);
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    const target = made.get(item) as object;
    for (const key of Object.keys(item)) {
      const next = clean((item as never)[key]);
      if (next === GONE) continue;
      if (Array.isArray(target)) target.push(next);
      else put(target, key, next);
    }
  }
  return result;
}

function hasMarks(value: object): boolean {
  if (isFlat(value)) return false;
  const stack: object[] = [value];
  const seen = new Set<object>();
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    if (seen.has(item)) continue;
    seen.add(item);
    if (Array.isArray(item)) {
      for (const next of item) {
        if (typeof next !== "object" || next === null) continue;
        if (markOf(next) !== undefined) return true;
        stack.push(next);
      }
    } else if (isPlain(item)) {
      for (const key of Object.keys(item)) {
        const next = item[key];
        if (typeof next !== "object" || next === null) continue;
        if (markOf(next) !== undefined) return true;
        stack.push(next);
      }
    }
  }
  return false;
}

/** A list of simple values, by far the most common one: nothing can hide in it. */
function isFlat(value: object): boolean {
  if (!Array.isArray(value)) return false;
  for (const item of value) if (typeof item === "object" && item !== null) return false;
  return true;
}
