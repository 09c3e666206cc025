import type { VarsErrorCode } from "../error/codes.ts";
import { suggest } from "../error/suggest.ts";
import type { VarsIssue } from "../error/vars-error.ts";

/** Where a value being read stands: whose it is, which field, who declared it. */
export interface Place {
  readonly culprit: string;
  readonly origin: string | undefined;
  readonly issues: VarsIssue[];
}

/** Adds one issue about `path` at a place. */
export function report(
  place: Place,
  code: VarsErrorCode,
  path: string,
  message: string,
  remedy: string,
  extra: { readonly suggestion?: string } = {},
): void {
  place.issues.push({
    code,
    message: `${place.culprit}: ${message}`,
    remedy,
    culprit: place.culprit,
    ...(place.origin === undefined ? {} : { origin: place.origin }),
    ...(path === "" ? {} : { path }),
    ...extra,
  });
}

/** A record's own entries, or an issue; `undefined` counts as no entries. */
export function readRecord(value: unknown, path: string, place: Place): [string, unknown][] {
  if (value === undefined) return [];
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return Object.entries(value);
  }
  invalid(place, path, "a record", value);
  return [];
}

/** Fields of a record by name, with an issue for each one that is not in `known`. */
export function readFields(
  value: unknown,
  path: string,
  known: readonly string[],
  ignored: readonly string[],
  place: Place,
): ReadonlyMap<string, unknown> {
  const entries = readRecord(value ?? {}, path, place);
  for (const [key] of entries) {
    if (known.includes(key) || ignored.includes(key)) continue;
    report(
      place,
      "field-unknown",
      join(path, key),
      `there is no field ${JSON.stringify(join(path, key))}.`,
      `Known fields: ${known.join(", ")}.`,
      suggest(key, known),
    );
  }
  return new Map(entries.filter(([, item]) => item !== undefined));
}

export function readBoolean(
  value: unknown,
  path: string,
  fallback: boolean,
  place: Place,
): boolean {
  if (value === undefined) return fallback;
  if (typeof value === "boolean") return value;
  invalid(place, path, "true or false", value);
  return fallback;
}

export function readString(value: unknown, path: string, fallback: string, place: Place): string {
  if (value === undefined) return fallback;
  if (typeof value === "string") return value;
  invalid(place, path, "a string", value);
  return fallback;
}

/** A string, or nothing for `undefined` and `null` (Clan's unset). */
export function readOptional(value: unknown, path: string, place: Place): string | undefined {
  return value === null || value === undefined ? undefined : readString(value, path, "", place);
}

export function readStrings(value: unknown, path: string, place: Place): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  invalid(place, path, "a list of strings", value);
  return [];
}

export function readChoice<T extends string>(
  value: unknown,
  path: string,
  choices: readonly T[],
  fallback: T,
  place: Place,
): T {
  if (value === undefined) return fallback;
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  report(
    place,
    "field-invalid",
    path,
    `${path} is ${shown(value)}, which is not one of ${choices.join(", ")}.`,
    "Use one of these.",
    typeof value === "string" ? suggest(value, choices) : {},
  );
  return fallback;
}

export function invalid(place: Place, path: string, wanted: string, value: unknown): void {
  report(
    place,
    "field-invalid",
    path,
    `${path === "" ? "the declaration" : path} must be ${wanted}, not ${shown(value)}.`,
    "Change it.",
  );
}

/** A value's kind and, when short and plain, the value, for messages about declarations. */
export function shown(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") {
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  }
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "object" ? "a record" : `a ${typeof value}`;
}

export function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
