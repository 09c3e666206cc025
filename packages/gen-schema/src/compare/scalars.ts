import { own } from "../data/plain.ts";
import { sameValue } from "../data/same-value.ts";
import type { Effect } from "./change.ts";
import type { Compare } from "./diff-schemas.ts";
import { typeOfValue, typesOf } from "./types-of.ts";

/** The effect of going from one set of allowed things to another. */
function setEffect(lost: boolean, won: boolean): Effect | undefined {
  if (lost && won) return "both";
  return lost ? "narrower" : won ? "wider" : undefined;
}

/** `type`, `enum` and `const`. */
export function compareValues(at: Compare): void {
  const { before, after } = at;
  const from = typesOf(before);
  const to = typesOf(after);
  const effect = setEffect(
    [...from].some((type) => !to.has(type)),
    [...to].some((type) => !from.has(type)),
  );
  const listed = allowed(before);
  const listedNow = allowed(after);
  if (listed === undefined && listedNow === undefined) {
    if (effect !== undefined) at.report("type", effect, own(before, "type"), own(after, "type"));
    return;
  }
  if (listed !== undefined && listedNow !== undefined) {
    const has = (list: readonly unknown[], value: unknown): boolean =>
      list.some((item) => sameValue(item, value));
    const change = setEffect(
      listed.some((value) => !has(listedNow, value)),
      listedNow.some((value) => !has(listed, value)),
    );
    if (change !== undefined) at.report("enum", change, listed, listedNow);
    return;
  }
  // A list on one side only: it is the smaller set if the other side allows all its types.
  const [list, types] = listed === undefined ? [listedNow, from] : [listed, to];
  const inside = (list ?? []).every(
    (value) =>
      types.has(typeOfValue(value)) || (typeOfValue(value) === "integer" && types.has("number")),
  );
  const direction = listed === undefined ? "narrower" : "wider";
  at.report("enum", inside ? direction : "both", listed, listedNow);
}

function allowed(schema: Compare["before"]): readonly unknown[] | undefined {
  const constant = own(schema, "const");
  const values = own(schema, "enum");
  if (constant === undefined && !Array.isArray(values)) return undefined;
  const types = typesOf(schema);
  const listed = Array.isArray(values) ? values : [constant];
  return listed.filter(
    (value) =>
      (constant === undefined || sameValue(value, constant)) && types.has(typeOfValue(value)),
  );
}

const LOW = ["minLength", "minItems", "minProperties", "minContains"];
const HIGH = ["maxLength", "maxItems", "maxProperties", "maxContains"];

/** Numbers and counts: a higher lower bound narrows, a higher upper bound widens. */
export function compareBounds(at: Compare): void {
  const { before, after } = at;
  for (const keyword of LOW) bound(at, keyword, 1, keyword === "minContains" ? 1 : 0);
  for (const keyword of HIGH) bound(at, keyword, -1, Number.POSITIVE_INFINITY);
  edge(at, "minimum", "exclusiveMinimum", 1);
  edge(at, "maximum", "exclusiveMaximum", -1);
  const from = own(before, "multipleOf");
  const to = own(after, "multipleOf");
  if (sameValue(from, to)) return;
  const divides = (a: unknown, b: unknown): boolean =>
    typeof a === "number" && typeof b === "number" && Number.isInteger(b / a);
  const effect =
    to === undefined || divides(to, from)
      ? "wider"
      : from === undefined || divides(from, to)
        ? "narrower"
        : "both";
  at.report("multipleOf", effect, from, to);
}

function bound(at: Compare, keyword: string, sign: number, none: number): void {
  const from = own(at.before, keyword);
  const to = own(at.after, keyword);
  const a = typeof from === "number" ? from : none;
  const b = typeof to === "number" ? to : none;
  if (a !== b) at.report(keyword, sign * (b - a) > 0 ? "narrower" : "wider", from, to);
}

/** The inclusive and the exclusive bound of one side as one: the stricter of the two. */
function edge(at: Compare, inclusive: string, exclusive: string, sign: number): void {
  const from = strictest(at.before, inclusive, exclusive, sign);
  const to = strictest(at.after, inclusive, exclusive, sign);
  if (from.value === to.value && from.open === to.open) return;
  const stricter = from.value === to.value ? to.open : sign * (to.value - from.value) > 0;
  at.report(inclusive, stricter ? "narrower" : "wider", from.shown, to.shown);
}

function strictest(
  schema: Compare["before"],
  inclusive: string,
  exclusive: string,
  sign: number,
): { value: number; open: boolean; shown: unknown } {
  const none = sign > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const soft = own(schema, inclusive);
  const hard = own(schema, exclusive);
  const a = typeof soft === "number" ? soft : none;
  const b = typeof hard === "number" ? hard : none;
  return sign * (b - a) >= 0 && b !== none
    ? { value: b, open: true, shown: `${sign > 0 ? "above" : "below"} ${b}` }
    : { value: a, open: false, shown: soft };
}

/** Keywords whose difference cannot be weighed: added narrows, removed widens, changed may do both. */
export function compareText(at: Compare): void {
  for (const keyword of ["pattern", "format", "contentEncoding", "contentMediaType"]) {
    const from = own(at.before, keyword);
    const to = own(at.after, keyword);
    if (sameValue(from, to)) continue;
    at.report(
      keyword,
      from === undefined ? "narrower" : to === undefined ? "wider" : "both",
      from,
      to,
    );
  }
}
