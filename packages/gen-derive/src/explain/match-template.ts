import { canonical } from "../data/canonical.ts";
import { isLiteral, isVariable } from "../language/term.ts";

function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  const [left, right] = [canonical(a), canonical(b)];
  return "key" in left && "key" in right && left.key === right.key;
}

/**
 * The values of its variables for which a template makes some data; undefined when there are none.
 * What the data leaves out (`undefined`) fits everything.
 */
export function matchTemplate(template: unknown, data: unknown): Map<string, unknown> | undefined {
  const bindings = new Map<string, unknown>();
  const open: [unknown, unknown][] = [[template, data]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [want, have] = pair;
    if (have === undefined) continue;
    if (isVariable(want)) {
      if (bindings.has(want.$var) && !equal(bindings.get(want.$var), have)) return undefined;
      bindings.set(want.$var, have);
    } else if (isLiteral(want)) {
      if (!equal(want.$lit, have)) return undefined;
    } else if (typeof want === "object" && want !== null) {
      if (typeof have !== "object" || have === null) return undefined;
      if (Array.isArray(want) && want.length !== (have as unknown[]).length) return undefined;
      for (const [key, value] of Object.entries(have)) {
        if (!Object.hasOwn(want, key)) return undefined;
        open.push([(want as Record<string, unknown>)[key], value]);
      }
    } else if (!Object.is(want, have)) return undefined;
  }
  return bindings;
}
