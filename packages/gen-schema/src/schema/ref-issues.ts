import type { Path } from "../data/path.ts";
import { isPlain, own } from "../data/plain.ts";
import type { Issue } from "../problems/issue.ts";
import { didYouMean, nearest } from "../problems/nearest.ts";
import type { JsonSchema } from "./json-schema.ts";
import { resolveRef } from "./resolve-ref.ts";

/** What is wrong with a reference: it points nowhere, or round without end. */
export function refIssues(
  root: JsonSchema,
  schema: Readonly<Record<string, unknown>>,
  ref: string,
  path: Path,
  where: string,
): Issue[] {
  const at = [...path, "$ref"];
  if (resolveRef(root, ref) === undefined) {
    const names = [
      ...Object.keys(own(root, "$defs") ?? {}).map((name) => `#/$defs/${name}`),
      ...Object.keys(own(root, "definitions") ?? {}).map((name) => `#/definitions/${name}`),
    ];
    const suggestion = nearest(ref, names);
    return [
      {
        code: "ref-unresolved",
        path: at,
        message: `${where} refers to ${JSON.stringify(ref)}, which is not in the schema${didYouMean(suggestion)}`,
        got: ref,
        ...(suggestion === undefined ? {} : { suggestion }),
        remedy: "Put it into $defs; schemas are not fetched.",
      },
    ];
  }
  if (!loops(root, schema)) return [];
  return [
    {
      code: "ref-cycle",
      path: at,
      message: `${where} refers to itself without going into the value: ${JSON.stringify(ref)}`,
      got: ref,
      remedy:
        "Put the reference below properties or items, where each step consumes a part of the value.",
    },
  ];
}

/** Whether applying `start` applies `start` again to the same value. */
function loops(root: JsonSchema, start: Readonly<Record<string, unknown>>): boolean {
  const seen = new Set<unknown>();
  const stack: unknown[] = [start];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    if (!isPlain(item)) continue;
    if (seen.has(item)) {
      if (item === start) return true;
      continue;
    }
    seen.add(item);
    const ref = own(item, "$ref");
    const target = typeof ref === "string" ? resolveRef(root, ref) : undefined;
    const next: unknown[] = target === undefined ? [] : [target];
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      const parts = own(item, keyword);
      if (Array.isArray(parts)) next.push(...parts);
    }
    for (const keyword of ["not", "if", "then", "else"]) next.push(own(item, keyword));
    for (const part of next) {
      if (part === start) return true;
      if (part !== undefined) stack.push(part);
    }
  }
  return false;
}
