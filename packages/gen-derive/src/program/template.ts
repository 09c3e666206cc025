import type { Value } from "../data/value.ts";
import { isLiteral, isVariable } from "../language/term.ts";

/** Whether something is a list or plain object, whose parts may hold variables. */
function hasParts(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  if (isVariable(value) || isLiteral(value)) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** Visits every variable and wrapped constant in a template, at any depth, each object once. */
function visitTerms(template: unknown, visit: (term: unknown) => void): void {
  const seen = new Set<object>();
  const open: unknown[] = [template];
  while (open.length > 0) {
    const item = open.pop();
    if (isVariable(item) || isLiteral(item)) visit(item);
    if (!hasParts(item) || seen.has(item)) continue;
    seen.add(item);
    for (const part of Object.values(item)) open.push(part);
  }
}

/** The variables in a template, at any depth. */
export function templateNames(template: unknown): string[] {
  const names = new Set<string>();
  visitTerms(template, (term) => {
    if (isVariable(term)) names.add(term.$var);
  });
  return [...names];
}

/** Whether a template has anything to fill in. */
export function hasTerms(template: unknown): boolean {
  let found = false;
  visitTerms(template, () => {
    found = true;
  });
  return found;
}

/**
 * A template with values for its variables. Lists and plain objects are copied along the way (one
 * that occurs twice stays one), everything else is the same thing.
 */
export function instantiate(template: unknown, binding: Readonly<Record<string, Value>>): unknown {
  const holder: { root?: unknown } = {};
  const copies = new Map<object, object>();
  const open: { into: object; key: string; item: unknown }[] = [
    { into: holder, key: "root", item: template },
  ];
  for (let task = open.pop(); task !== undefined; task = open.pop()) {
    const { into, key, item } = task;
    let value = item;
    if (isVariable(item)) value = binding[item.$var];
    else if (isLiteral(item)) value = item.$lit;
    else if (hasParts(item)) {
      const known = copies.get(item);
      const copy: object = known ?? (Array.isArray(item) ? [] : {});
      if (known === undefined) {
        copies.set(item, copy);
        for (const [name, part] of Object.entries(item)) {
          open.push({ into: copy, key: name, item: part });
        }
      }
      value = copy;
    }
    define(into, key, value);
  }
  return holder.root;
}

/** Defined, not assigned: `__proto__` is a property like any other. */
function define(into: object, key: string, value: unknown): void {
  Object.defineProperty(into, key, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}
