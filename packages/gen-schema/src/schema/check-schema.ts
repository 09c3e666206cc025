import { copyData } from "../data/copy.ts";
import { type Path, showPath } from "../data/path.ts";
import { isPlain, own } from "../data/plain.ts";
import { show } from "../data/show.ts";
import type { Issue } from "../problems/issue.ts";
import { didYouMean, nearest } from "../problems/nearest.ts";
import type { JsonSchema } from "./json-schema.ts";
import { FORMATS, KEYWORDS, LIST, NAMED, ONE } from "./keywords.ts";
import { resolveRef } from "./resolve-ref.ts";

interface Place {
  readonly schema: unknown;
  readonly path: Path;
}

/** A frozen copy of a schema. An object graph that contains itself is refused before, see `endless`. */
export function frozenCopy(schema: unknown): JsonSchema {
  return copyData(schema, true) as JsonSchema;
}

/** Every schema inside a schema, itself first, with its place. */
export function* subschemas(root: unknown): Generator<Place> {
  const stack: Place[] = [{ schema: root, path: [] }];
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    yield place;
    const { schema, path } = place;
    if (!isPlain(schema)) continue;
    const below: Place[] = [];
    for (const keyword of Object.keys(schema)) {
      const value = schema[keyword];
      if (LIST.has(keyword) || (keyword === "items" && Array.isArray(value))) {
        if (!Array.isArray(value)) continue;
        value.forEach((item, index) => {
          below.push({ schema: item, path: [...path, keyword, String(index)] });
        });
      } else if (ONE.has(keyword)) below.push({ schema: value, path: [...path, keyword] });
      else if (NAMED.has(keyword) && isPlain(value)) {
        for (const name of Object.keys(value)) {
          below.push({ schema: value[name], path: [...path, keyword, name] });
        }
      }
    }
    for (let index = below.length - 1; index >= 0; index--) stack.push(below[index] as Place);
  }
}

/** The path at which an object graph contains itself, if it does (sharing without a cycle is fine). */
export function endless(value: unknown): Path | undefined {
  interface Step {
    readonly item: unknown;
    readonly key: string;
    readonly from: Step | undefined;
    readonly leave: boolean;
  }
  const open = new Set<unknown>();
  const closed = new Set<unknown>();
  const stack: Step[] = [{ item: value, key: "", from: undefined, leave: false }];
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const { item } = step;
    if (step.leave) {
      open.delete(item);
      closed.add(item);
      continue;
    }
    if (typeof item !== "object" || item === null || closed.has(item)) continue;
    if (open.has(item)) {
      const path: string[] = [];
      for (let at: Step | undefined = step; at?.from !== undefined; at = at.from) path.push(at.key);
      return path.reverse();
    }
    open.add(item);
    stack.push({ ...step, leave: true });
    for (const key of Object.keys(item)) {
      stack.push({ item: own(item, key), key, from: step, leave: false });
    }
  }
  return undefined;
}

/** Deeper nesting is refused: validators are recursive functions. References count as one step. */
const MAX_DEPTH = 500;

/** What is wrong with a schema that a validator would stumble over, each thing named. */
export function schemaIssues(root: unknown): Issue[] {
  const issues: Issue[] = [];
  for (const { schema, path } of subschemas(root)) {
    if (typeof schema === "boolean") continue;
    if (path.length > MAX_DEPTH) {
      issues.push({
        code: "schema-deep",
        path,
        message: `The schema is nested more than ${MAX_DEPTH} steps deep`,
        remedy: "Name its parts in $defs and refer to them.",
      });
      break;
    }
    const where = path.length === 0 ? "The schema" : `The schema at ${showPath(path)}`;
    if (!isPlain(schema)) {
      issues.push({
        code: "schema-invalid",
        path,
        message: `${where} is ${show(schema)}, which is no JSON Schema`,
        expected: "an object, true or false",
        got: show(schema),
      });
      continue;
    }
    for (const keyword of Object.keys(schema)) {
      if (KEYWORDS.has(keyword) || keyword.startsWith("x-")) continue;
      const suggestion = nearest(keyword, KEYWORDS);
      issues.push({
        code: "keyword-unknown",
        path: [...path, keyword],
        message: `${where} has no keyword ${JSON.stringify(keyword)}${didYouMean(suggestion)}`,
        got: keyword,
        ...(suggestion === undefined ? {} : { suggestion }),
        remedy: "Correct it, or begin an annotation of your own with x-.",
      });
    }
    issues.push(...valueIssues(root as JsonSchema, schema, path, where));
  }
  return issues;
}

function valueIssues(
  root: JsonSchema,
  schema: Readonly<Record<string, unknown>>,
  path: Path,
  where: string,
): Issue[] {
  const issues: Issue[] = [];
  const format = own(schema, "format");
  if (typeof format === "string" && !FORMATS.has(format)) {
    const suggestion = nearest(format, FORMATS);
    issues.push({
      code: "format-unknown",
      path: [...path, "format"],
      message: `${where} names an unknown format ${JSON.stringify(format)}${didYouMean(suggestion)}`,
      got: format,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }
  for (const [pattern, at] of patternsOf(schema)) {
    try {
      new RegExp(pattern, "u");
    } catch (cause) {
      issues.push({
        code: "pattern-invalid",
        path: [...path, ...at],
        message: `${where} has a pattern that is no regular expression: ${(cause as Error).message}`,
        got: pattern,
      });
    }
  }
  for (const [keyword, needs] of NEEDS) {
    if (
      own(schema, keyword) === undefined ||
      needs.some((other) => own(schema, other) !== undefined)
    ) {
      continue;
    }
    issues.push({
      code: "keyword-idle",
      path: [...path, keyword],
      message: `${where} has ${keyword}, which does nothing without ${needs.join(" or ")}`,
      remedy: `Remove ${keyword}, or add ${needs.join(" or ")}.`,
    });
  }
  const ref = own(schema, "$ref");
  if (typeof ref === "string") issues.push(...refIssues(root, schema, ref, path, where));
  return issues;
}

/** Keywords that only mean something beside others. */
const NEEDS: readonly (readonly [string, readonly string[]])[] = [
  ["if", ["then", "else"]],
  ["then", ["if"]],
  ["else", ["if"]],
  ["minContains", ["contains"]],
  ["maxContains", ["contains"]],
];

function patternsOf(schema: Readonly<Record<string, unknown>>): [string, Path][] {
  const found: [string, Path][] = [];
  const pattern = own(schema, "pattern");
  if (typeof pattern === "string") found.push([pattern, ["pattern"]]);
  const named = own(schema, "patternProperties");
  if (isPlain(named)) {
    for (const key of Object.keys(named)) found.push([key, ["patternProperties", key]]);
  }
  return found;
}

function refIssues(
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
