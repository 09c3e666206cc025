import { isMarked } from "gen-schema";

/** The slow, obvious fold: one layer after the other, whole values, without a word on who said what. */
export const ABSENT: unique symbol = Symbol("absent");

export interface Spec {
  readonly fold?: string;
  readonly default?: unknown;
  readonly fields?: Readonly<Record<string, Spec>>;
}

interface Said {
  readonly op: string | undefined;
  readonly value: unknown;
  readonly priority: number;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Takes the marks off. */
function read(value: unknown): Said {
  let op: string | undefined;
  let priority = 100;
  let at = value;
  while (isMarked(at)) {
    const mark = Object.getOwnPropertySymbols(at).map(
      (key) => (at as never)[key],
    )[0] as unknown as {
      is: string;
      fold?: string;
      priority?: number;
    };
    if (mark.is === "unset") return { op: "unset", value: undefined, priority };
    if (mark.fold !== undefined) op = mark.fold;
    if (mark.priority !== undefined) priority = mark.priority;
    at = at.value;
  }
  return { op, value: at, priority };
}

/** A whole value without the marks in it. */
function bare(value: unknown): unknown {
  const { op, value: inner } = read(value);
  if (op === "unset") return ABSENT;
  if (!isObject(inner)) return inner;
  const kept = Object.entries(inner).map(([key, item]) => [key, bare(item)] as const);
  return Object.fromEntries(kept.filter(([, item]) => item !== ABSENT));
}

/** Lays one value over what there is; a field of sets never repeats an element. */
export function over(spec: Spec | undefined, lower: unknown, said: unknown): unknown {
  const value = lay(spec, lower, said);
  return spec?.fold === "union" && Array.isArray(value) ? once(value) : value;
}

function once(list: readonly unknown[]): unknown[] {
  return [...new Map(list.map((item) => [JSON.stringify(item), item])).values()];
}

function lay(spec: Spec | undefined, lower: unknown, said: unknown): unknown {
  const { op: marked, value } = read(said);
  if (marked === "unset") return ABSENT;
  const atomic = spec?.fold !== undefined && spec.fold !== "merge";
  const op = marked ?? spec?.fold ?? (isObject(value) ? "merge" : "replace");
  if (Array.isArray(value) && Array.isArray(lower)) {
    if (op === "append") return [...lower, ...value];
    if (op === "prepend") return [...value, ...lower];
    if (op === "union") return once([...lower, ...value]);
  }
  if (Array.isArray(value) && op === "union") {
    return once(value);
  }
  if (!isObject(value)) return value;
  if (atomic) return op === "merge" && isObject(lower) ? over({}, lower, bare(value)) : bare(value);
  const result = new Map<string, unknown>(
    op === "merge" && isObject(lower) ? Object.entries(lower) : [],
  );
  for (const [key, item] of Object.entries(value)) {
    const child =
      spec?.fields === undefined ? undefined : new Map(Object.entries(spec.fields)).get(key);
    const next = over(child, result.has(key) ? result.get(key) : ABSENT, item);
    if (next === ABSENT) result.delete(key);
    else result.set(key, next);
  }
  return Object.fromEntries(result);
}

/** A record without priorities, from its layers. */
export function foldObvious(spec: Spec, layers: readonly unknown[]): unknown {
  let result: unknown = {};
  for (const layer of layers) result = over(spec, result, layer);
  return result;
}

/** One field with priorities: those of the strongest one by one over the default. */
export function fieldObvious(spec: Spec, says: readonly unknown[]): unknown {
  const known = says
    .filter((value) => value !== undefined)
    .map((said) => ({ said, priority: read(said).priority }));
  const best = Math.min(...known.map(({ priority }) => priority));
  let result = "default" in spec ? over(spec, ABSENT, spec.default) : ABSENT;
  for (const { said, priority } of known) if (priority === best) result = over(spec, result, said);
  return result;
}
