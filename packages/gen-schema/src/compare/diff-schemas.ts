import { type Path, showPath } from "../data/path.ts";
import { isPlain, own } from "../data/plain.ts";
import { sameValue } from "../data/same-value.ts";
import { show } from "../data/show.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { resolveRef } from "../schema/resolve-ref.ts";
import { schemaOf } from "../schema/schema-of.ts";
import type { Change, Effect, SchemaDiff, Verdict } from "./change.ts";
import { compareCombinators } from "./combinators.ts";
import { sameSchema } from "./same-schema.ts";
import { compareBounds, compareText, compareValues } from "./scalars.ts";
import { compareArrays, compareObjects } from "./structure.ts";

/** What comparing one place needs, and where it reports to. */
export interface Compare {
  readonly path: Path;
  readonly before: JsonSchema;
  readonly after: JsonSchema;
  /** Whether two pieces of the schemas mean the same, references followed. */
  readonly same: (before: unknown, after: unknown) => boolean;
  /** Reports a difference of this place. */
  readonly report: (
    keyword: string,
    effect: Effect,
    before: unknown,
    after: unknown,
    what?: string,
  ) => void;
  /** Compares a place further in, later. */
  readonly descend: (key: string, before: JsonSchema, after: JsonSchema) => void;
  /** Compares another schema about this same place, later. */
  readonly beside: (before: JsonSchema, after: JsonSchema) => void;
}

/**
 * Compares two schemas (of any source) and says what the change means for data. Sound, not complete:
 * `backward` and `forward` are only claimed where they hold; what cannot be told (different patterns,
 * different `not`, …) counts against both. A required property that has a default does not count as
 * required, since defaults are filled in.
 *
 * @throws SchemaError if one of them is no schema.
 */
export function diffSchemas(before: unknown, after: unknown): SchemaDiff {
  const changes = diffJson(schemaOf(before).json, schemaOf(after).json);
  const backward = changes.every(({ effect }) => effect === "none" || effect === "wider");
  const forward = changes.every(({ effect }) => effect === "none" || effect === "narrower");
  return {
    verdict: verdictOf(changes.length === 0, backward, forward),
    backward,
    forward,
    changes,
    reasons: changes.filter(({ effect }) => effect !== "none").map(({ message }) => message),
  };
}

function verdictOf(same: boolean, backward: boolean, forward: boolean): Verdict {
  if (same) return "same";
  if (backward && forward) return "compatible";
  return backward ? "backward" : forward ? "forward" : "breaking";
}

/** The changes between two JSON Schemas, in the order of places. */
export function diffJson(oldRoot: JsonSchema, newRoot: JsonSchema): Change[] {
  const changes: Change[] = [];
  const met = new Map<JsonSchema, Set<JsonSchema>>();
  const followed = new Map<JsonSchema, JsonSchema>();
  const resolve = (root: JsonSchema, schema: JsonSchema): JsonSchema => {
    const target = followed.get(schema) ?? follow(root, schema);
    if (typeof schema === "object") followed.set(schema, target);
    return target;
  };
  const work: { path: Path; before: JsonSchema; after: JsonSchema }[] = [
    { path: [], before: oldRoot, after: newRoot },
  ];
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    const { path } = item;
    const before = resolve(oldRoot, item.before);
    const after = resolve(newRoot, item.after);
    if (typeof before === "object" && typeof after === "object") {
      if (met.get(before)?.has(after)) continue;
      met.set(before, (met.get(before) ?? new Set()).add(after));
    }
    const next: typeof work = [];
    comparePlace({
      path,
      before,
      after,
      same: (from, to) => sameSchema(oldRoot, newRoot, from, to),
      report: (keyword, effect, from, to, what) => {
        changes.push({
          path,
          keyword,
          effect,
          before: from,
          after: to,
          message: `${showPath(path)}: ${what ?? wording(keyword, from, to)}`,
        });
      },
      descend: (key, from, to) => next.push({ path: [...path, key], before: from, after: to }),
      beside: (from, to) => next.push({ path, before: from, after: to }),
    });
    work.push(...next.reverse());
  }
  return changes;
}

function wording(keyword: string, from: unknown, to: unknown): string {
  if (from === undefined) return `${keyword} ${show(to)} was added`;
  if (to === undefined) return `${keyword} ${show(from)} was removed`;
  return `${keyword} went from ${show(from)} to ${show(to)}`;
}

/** What a schema that is nothing but a reference refers to. */
function follow(root: JsonSchema, schema: JsonSchema): JsonSchema {
  let at = schema;
  for (let hops = 0; hops < 100 && typeof at === "object"; hops++) {
    const ref = own(at, "$ref");
    if (typeof ref !== "string") return at;
    const target = resolveRef(root, ref);
    if (target === undefined) return at;
    const rest = Object.keys(at).filter((key) => key !== "$ref" && !SILENT.has(key));
    if (rest.length === 0) at = target;
    else {
      const { $ref: _, ...others } = at;
      const parts = Array.isArray(others.allOf) ? others.allOf : [];
      return { ...others, allOf: [...parts, target] };
    }
  }
  return at;
}

/** Keywords that say nothing about which values are accepted. */
const SILENT: ReadonlySet<string> = new Set([
  "title",
  "description",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
  "$comment",
  "default",
  "$defs",
  "definitions",
  "$id",
  "$schema",
  "$anchor",
]);

function comparePlace(at: Compare): void {
  const { before, after } = at;
  if (at.same(before, after)) return;
  const opens = accepts(before);
  const openNow = accepts(after);
  if (opens !== undefined && openNow !== undefined) {
    if (opens !== openNow) at.report("schema", openNow ? "wider" : "narrower", before, after);
    else compareNotes(at);
    return;
  }
  if (openNow !== undefined || opens !== undefined) {
    const wider = openNow === true || opens === false;
    at.report("schema", wider ? "wider" : "narrower", before, after, wordsOfOpening(wider));
    return;
  }
  compareValues(at);
  compareBounds(at);
  compareText(at);
  compareArrays(at);
  compareObjects(at);
  compareCombinators(at);
  compareNotes(at);
}

function wordsOfOpening(wider: boolean): string {
  return wider ? "what was restricted is not any more" : "what was free is now restricted";
}

/** `true` or `false` for a schema that accepts everything or nothing. */
function accepts(schema: JsonSchema): boolean | undefined {
  if (typeof schema === "boolean") return schema;
  const telling = Object.keys(schema).filter((key) => !SILENT.has(key) && !key.startsWith("x-"));
  if (telling.length === 0) return true;
  const not = own(schema, "not");
  return telling.length === 1 && not !== undefined && accepts(not as JsonSchema) === true
    ? false
    : undefined;
}

/** Texts, defaults and annotations: told, but harmless to data. */
function compareNotes(at: Compare): void {
  const { before, after } = at;
  if (!isPlain(before) || !isPlain(after)) return;
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const key of keys) {
    if (key === "$defs" || key === "definitions" || key === "$schema" || key === "$id") continue;
    if (!SILENT.has(key) && !key.startsWith("x-")) continue;
    const from = own(before, key);
    const to = own(after, key);
    if (!sameValue(from, to)) at.report(key, "none", from, to);
  }
}
