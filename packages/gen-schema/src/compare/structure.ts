import { hasOwn, isPlain, own } from "../data/plain.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { schemasAt } from "../schema/views.ts";
import type { Compare } from "./diff-schemas.ts";
import { typesOf } from "./types-of.ts";

/** Lists: elements by position, the rest, uniqueness. */
export function compareArrays(at: Compare): void {
  const { before, after } = at;
  if (!typesOf(before).has("array") || !typesOf(after).has("array")) return;
  const from = tuple(before);
  const to = tuple(after);
  for (let index = 0; index < Math.max(from.length, to.length); index++) {
    at.descend(String(index), from[index] ?? rest(before), to[index] ?? rest(after));
  }
  at.descend("[]", rest(before), rest(after));
  const unique = own(before, "uniqueItems") === true;
  const uniqueNow = own(after, "uniqueItems") === true;
  if (unique !== uniqueNow) {
    at.report("uniqueItems", uniqueNow ? "narrower" : "wider", unique, uniqueNow);
  }
}

function tuple(schema: JsonSchema): readonly JsonSchema[] {
  const items = own(schema, "prefixItems") ?? own(schema, "items");
  return Array.isArray(items) ? items : [];
}

function rest(schema: JsonSchema): JsonSchema {
  const items = own(schema, "items");
  if (items === undefined) return true;
  return Array.isArray(items)
    ? ((own(schema, "additionalItems") ?? true) as JsonSchema)
    : (items as JsonSchema);
}

/** Objects: named keys, patterns, other keys, what is required. */
export function compareObjects(at: Compare): void {
  const { before, after } = at;
  if (!typesOf(before).has("object") || !typesOf(after).has("object")) return;
  const patterned = !at.same(own(before, "patternProperties"), own(after, "patternProperties"));
  if (patterned) {
    const from = own(before, "patternProperties");
    const to = own(after, "patternProperties");
    at.report("patternProperties", "both", from, to, "the patterns of keys changed");
  }
  const names = [...new Set([...namesOf(before), ...namesOf(after)])];
  for (const name of names) compareKey(at, name);
  at.descend("*", others(before), others(after));
  compareRequired(at, names);
}

function namesOf(schema: JsonSchema): string[] {
  return Object.keys(own(schema, "properties") ?? {});
}

function others(schema: JsonSchema): JsonSchema {
  return (own(schema, "additionalProperties") ??
    own(schema, "unevaluatedProperties") ??
    true) as JsonSchema;
}

/** What each side says about a key; a key only one side names falls under the other's rest. */
function compareKey(at: Compare, name: string): void {
  const from = keySchema(at.before, name);
  const to = keySchema(at.after, name);
  if (from === false && to !== false) {
    at.report("properties", "wider", undefined, name, `the key ${JSON.stringify(name)} was added`);
  } else if (to === false && from !== false) {
    at.report(
      "properties",
      "narrower",
      name,
      undefined,
      `the key ${JSON.stringify(name)} was removed`,
    );
  } else at.descend(name, from, to);
}

function keySchema(schema: JsonSchema, name: string): JsonSchema {
  if (typeof schema === "boolean") return schema;
  const properties = own(schema, "properties");
  if (isPlain(properties) && hasOwn(properties, name)) return properties[name] as JsonSchema;
  const found = schemasAt(schema, name);
  if (found.length === 1) return found[0] as JsonSchema;
  if (found.length > 1) return { allOf: found };
  return others(schema);
}

function compareRequired(at: Compare, names: readonly string[]): void {
  const from = required(at.before);
  const to = required(at.after);
  for (const name of new Set([...names, ...from, ...to])) {
    if (from.has(name) === to.has(name)) continue;
    const text = JSON.stringify(name);
    if (to.has(name))
      at.report("required", "narrower", false, true, `the key ${text} is now required`);
    else at.report("required", "wider", true, false, `the key ${text} is not required any more`);
  }
}

/** The required keys without a default: one with a default is filled in, so data may lack it. */
function required(schema: JsonSchema): ReadonlySet<string> {
  const list = own(schema, "required");
  const properties = own(schema, "properties");
  if (!Array.isArray(list)) return new Set();
  return new Set(
    list.filter(
      (name) =>
        own(isPlain(properties) ? own(properties, name) : undefined, "default") === undefined,
    ),
  );
}
