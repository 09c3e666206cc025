import { own } from "../data/plain.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import type { Effect } from "./change.ts";
import type { Compare } from "./diff-schemas.ts";

/** Keywords that are compared as a whole: any difference counts against both directions. */
const OPAQUE = [
  "oneOf",
  "not",
  "if",
  "then",
  "else",
  "contains",
  "propertyNames",
  "dependentRequired",
  "dependentSchemas",
  "unevaluatedItems",
  "$dynamicRef",
];

/** `allOf` and `anyOf` by their parts, the others as a whole. */
export function compareCombinators(at: Compare): void {
  parts(at, "allOf", "narrower");
  parts(at, "anyOf", "wider");
  if (hidesKeys(at.before) || hidesKeys(at.after)) {
    const keyword = "unevaluatedProperties";
    at.report(keyword, "both", own(at.before, keyword), own(at.after, keyword));
  }
  for (const keyword of OPAQUE) {
    const from = own(at.before, keyword);
    const to = own(at.after, keyword);
    if (at.same(from, to)) continue;
    const effect: Effect = from === undefined ? "narrower" : to === undefined ? "wider" : "both";
    at.report(keyword, effect, from, to);
  }
}

/** Which keys `unevaluatedProperties` is about depends on every other keyword: not compared in detail. */
function hidesKeys(schema: JsonSchema): boolean {
  if (typeof own(schema, "unevaluatedProperties") !== "object") {
    if (own(schema, "unevaluatedProperties") !== false) return false;
  }
  const combinators = ["allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas", "$ref"];
  return combinators.some((keyword) => own(schema, keyword) !== undefined);
}

/** Parts that both sides have cancel out; of the others, pairs are compared, and the surplus counts. */
function parts(at: Compare, keyword: "allOf" | "anyOf", added: Effect): void {
  const from = listOf(at.before, keyword);
  const to = listOf(at.after, keyword);
  if (from.length === 0 && to.length === 0) return;
  if (keyword === "anyOf" && (from.length === 0 || to.length === 0)) {
    // Without anyOf everything is allowed, so here the first alternatives are a restriction.
    at.report(
      keyword,
      from.length === 0 ? "narrower" : "wider",
      own(at.before, keyword),
      own(at.after, keyword),
    );
    return;
  }
  const lost = from.filter((part) => !to.some((other) => at.same(part, other)));
  const won = to.filter((part) => !from.some((other) => at.same(other, part)));
  const pairs = Math.min(lost.length, won.length);
  for (let index = 0; index < pairs; index++) {
    at.beside(lost[index] as JsonSchema, won[index] as JsonSchema);
  }
  const removed: Effect = added === "wider" ? "narrower" : "wider";
  for (const part of won.slice(pairs)) at.report(keyword, added, undefined, part);
  for (const part of lost.slice(pairs)) at.report(keyword, removed, part, undefined);
}

function listOf(schema: JsonSchema, keyword: string): readonly JsonSchema[] {
  const list = own(schema, keyword);
  return Array.isArray(list) ? list : [];
}
