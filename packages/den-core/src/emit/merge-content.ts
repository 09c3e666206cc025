import { type Finding, problem } from "../diagnostics/finding.ts";
import { below, type Origin, pathText } from "../diagnostics/origin.ts";
import { sameData } from "../model/merge-data.ts";
import { isRecord } from "../model/reader.ts";

/** One value of several that become one. */
export interface DataPart {
  readonly value: unknown;
  readonly origin: Origin;
  /** Who says it, e.g. `aspect web`. */
  readonly by: string;
}

/**
 * One value from plain data of several aspects: records merge deeply, lists append what is new, equal
 * scalars agree. Different scalars are `DEN_OUTPUT_CONFLICT` with both places. The result has its keys
 * in code-unit order, whatever the order of the parts.
 */
export function mergeContent(
  parts: readonly DataPart[],
  what: string,
  findings: Finding[],
): unknown {
  return merge(parts, [], what, findings);
}

function merge(
  parts: readonly DataPart[],
  path: readonly string[],
  what: string,
  findings: Finding[],
): unknown {
  const [first, ...rest] = parts;
  if (first === undefined) return {};
  if (parts.every((part) => isRecord(part.value))) {
    const keys = new Map<string, DataPart[]>();
    for (const part of parts) {
      for (const [key, value] of Object.entries(part.value as Record<string, unknown>)) {
        const inner = { value, origin: below(part.origin, key), by: part.by };
        const list = keys.get(key);
        if (list === undefined) keys.set(key, [inner]);
        else list.push(inner);
      }
    }
    const sorted = [...keys].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(
      sorted.map(([key, inner]) => [key, merge(inner, [...path, key], what, findings)]),
    );
  }
  if (parts.every((part) => Array.isArray(part.value))) {
    const all = parts.flatMap((part) => part.value as unknown[]);
    return all.filter((item, index) => all.findIndex((other) => sameData(other, item)) === index);
  }
  for (const other of rest) {
    if (sameData(first.value, other.value)) continue;
    findings.push(
      problem(
        "DEN_OUTPUT_CONFLICT",
        `${what}: ${pathText(path) || "the whole"} is ${show(first.value)} by ${first.by} and ${show(other.value)} by ${other.by}`,
        {
          places: [first.origin, other.origin],
          remedy: "let one aspect set it, or make both agree",
        },
      ),
    );
  }
  return first.value;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
