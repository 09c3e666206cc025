import { type Finding, problem } from "../diagnostics/finding.ts";
import { below, type Origin, pathText } from "../diagnostics/origin.ts";
import type { Declared } from "./model.ts";
import { isRecord } from "./reader.ts";

/**
 * Merges data that several files declare for one thing: records recurse, lists append what is new,
 * equal scalars agree, and different scalars are a `DEN_MERGE_CONFLICT` that names both places.
 */
export function mergeData(parts: readonly Declared<unknown>[], findings: Finding[]): unknown {
  const [first, ...rest] = parts;
  if (first === undefined) return undefined;
  if (rest.length === 0) return first.value;
  if (parts.every((part) => isRecord(part.value))) {
    const keys = new Map<string, Declared<unknown>[]>();
    for (const part of parts) {
      const record = part.value as Record<string, unknown>;
      for (const key of Object.keys(record)) {
        const declared = { value: record[key], origin: below(part.origin, key) };
        const known = keys.get(key);
        if (known === undefined) keys.set(key, [declared]);
        else known.push(declared);
      }
    }
    const merged: [string, unknown][] = [...keys].map(([key, values]) => [
      key,
      mergeData(values, findings),
    ]);
    return Object.fromEntries(merged);
  }
  if (parts.every((part) => Array.isArray(part.value))) {
    const all = parts.flatMap((part) => part.value as unknown[]);
    return all.filter((item, index) => all.findIndex((other) => sameData(other, item)) === index);
  }
  for (const other of rest) {
    if (!sameData(first.value, other.value)) findings.push(conflict(first, other));
  }
  return first.value;
}

function conflict(a: Declared<unknown>, b: Declared<unknown>): Finding {
  return problem(
    "DEN_MERGE_CONFLICT",
    `${pathText(a.origin.path)} is ${show(a.value)} in ${a.origin.file} and ${show(b.value)} in ${b.origin.file}`,
    { places: [a.origin, b.origin], remedy: "declare it in one place, or make both agree" },
  );
}

function show(value: unknown): string {
  if (typeof value === "function") return "a function";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Equality of plain data; functions and other objects are equal only to themselves. */
export function sameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameData(item, b[index]));
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameData(a[key], b[key]))
  );
}

/** The first of several scalar declarations, after reporting those that differ. */
export function mergeScalar<T>(
  parts: readonly Declared<T>[],
  findings: Finding[],
): Declared<T> | undefined {
  const [first, ...rest] = parts;
  if (first === undefined) return undefined;
  for (const other of rest) {
    if (!sameData(first.value, other.value)) findings.push(conflict(first, other));
  }
  return first;
}

/** The origin of the first part, for things that several files declare. */
export function firstOrigin(parts: readonly { readonly origin: Origin }[]): Origin | undefined {
  return parts[0]?.origin;
}
