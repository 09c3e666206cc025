import { nearest } from "gen-schema";
import type { Code } from "../diagnostics/codes.ts";
import { type Finding, problem } from "../diagnostics/finding.ts";
import { below, type Origin, pathText } from "../diagnostics/origin.ts";

/** Any object read as a record: own string keys only. */
export type Raw = Readonly<Record<string, unknown>>;

/** Whether a value is a record, as opposed to a list, a function or a scalar. */
export function isRecord(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads declarations of unknown shape, collecting what is wrong with them instead of stopping. */
export interface Reader {
  readonly findings: Finding[];
  report(code: Code, message: string, origin: Origin, remedy?: string): void;
  /** Entries of a record in key order of declaration; anything else is reported and reads as empty. */
  entries(value: unknown, origin: Origin): [key: string, value: unknown, origin: Origin][];
  record(value: unknown, origin: Origin): Raw;
  text(value: unknown, origin: Origin): string | undefined;
  texts(value: unknown, origin: Origin): string[];
  list(value: unknown, origin: Origin): readonly unknown[];
  /** Reports each key that is not among `known`, with the nearest one that is. */
  closed(value: Raw, known: readonly string[], origin: Origin, what: string, code?: Code): void;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a record" : `a ${typeof value}`;
}

/** A sentence that suggests the nearest name, or lists a few that exist. */
export function suggestion(name: string, known: Iterable<string>): string {
  const names = [...known];
  const best = nearest(name, names);
  if (best !== undefined) return `did you mean ${JSON.stringify(best)}?`;
  if (names.length === 0) return "none is declared";
  const shown = names.slice(0, 12).join(", ");
  return names.length > 12 ? `known: ${shown}, … (${names.length})` : `known: ${shown}`;
}

/** A reader that collects into `findings`. */
export function createReader(findings: Finding[]): Reader {
  const report: Reader["report"] = (code, message, origin, remedy) => {
    findings.push(
      problem(code, message, { places: [origin], ...(remedy === undefined ? {} : { remedy }) }),
    );
  };
  const wrong = (value: unknown, origin: Origin, expected: string): void =>
    report(
      "DEN_WRONG_TYPE",
      `${pathText(origin.path)} is ${typeName(value)}, not ${expected}`,
      origin,
    );
  const reader: Reader = {
    findings,
    report,
    record(value, origin) {
      if (value === undefined) return {};
      if (isRecord(value)) return value;
      wrong(value, origin, "a record");
      return {};
    },
    entries(value, origin) {
      const record = reader.record(value, origin);
      return Object.keys(record).map((key) => [key, record[key], below(origin, key)]);
    },
    text(value, origin) {
      if (value === undefined) return undefined;
      if (typeof value === "string") return value;
      wrong(value, origin, "a string");
      return undefined;
    },
    list(value, origin) {
      if (value === undefined) return [];
      if (Array.isArray(value)) return value;
      wrong(value, origin, "a list");
      return [];
    },
    texts(value, origin) {
      return reader.list(value, origin).flatMap((item, index) => {
        if (typeof item === "string") return [item];
        wrong(item, below(origin, String(index)), "a string");
        return [];
      });
    },
    closed(value, known, origin, what, code = "DEN_UNKNOWN_KEY") {
      for (const key of Object.keys(value)) {
        if (known.includes(key)) continue;
        report(
          code,
          `${what} has no key ${JSON.stringify(key)}`,
          below(origin, key),
          suggestion(key, known),
        );
      }
    },
  };
  return reader;
}
