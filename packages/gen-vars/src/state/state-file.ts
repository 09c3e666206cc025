import { failure } from "../error/vars-error.ts";
import { compare, type Json } from "../model/json.ts";
import type {
  Fingerprint,
  Location,
  RotationMark,
  StoredFile,
  StoredGenerator,
} from "../plan/stored.ts";

const VERSION = 1;
const FIELDS = new Set(["version", "id", "created", "fingerprint", "files", "rotate"]);

/** The record of an instance as text: sorted, indented, one field a line, for people and diffs. */
export function printState(id: string, stored: StoredGenerator): Uint8Array {
  const { script, inputs, validation, dependencies } = stored.fingerprint;
  const data = {
    ...stored.extra,
    version: VERSION,
    id,
    created: isoTime(stored.created),
    fingerprint: {
      script,
      inputs,
      validation,
      dependencies: [...dependencies].sort(byKey).map(([as, files]) => ({
        as,
        files: [...files].sort(byKey).map(([file, content]) => ({ file, content })),
      })),
    },
    files: [...stored.files].sort(byKey).map(([file, item]) => ({ file, ...item })),
    ...(stored.rotate === undefined ? {} : { rotate: stored.rotate }),
  };
  return Buffer.from(`${JSON.stringify(data, null, 2)}\n`);
}

/**
 * Reads a record back.
 *
 * @throws VarsError `state-invalid`
 */
export function parseState(bytes: Uint8Array, id: string, path: string): StoredGenerator {
  try {
    const data = record(JSON.parse(Buffer.from(bytes).toString()));
    if (data.id !== id || data.version !== VERSION) throw new Error("another");
    const print = record(data.fingerprint);
    const fingerprint: Fingerprint = {
      script: text(print.script),
      inputs: text(print.inputs),
      validation: print.validation === null ? null : text(print.validation),
      dependencies: new Map(
        list(print.dependencies).map((item) => [
          text(record(item).as),
          new Map(
            list(record(item).files).map((file) => [
              text(record(file).file),
              text(record(file).content),
            ]),
          ),
        ]),
      ),
    };
    const created = Date.parse(text(data.created)) / 1000;
    if (!Number.isFinite(created)) throw new Error("time");
    const extra = Object.entries(data).filter(([key]) => !FIELDS.has(key));
    return {
      created,
      fingerprint,
      files: new Map(list(data.files).map((item) => [text(record(item).file), readFile(item)])),
      ...(data.rotate === undefined ? {} : { rotate: readRotate(data.rotate) }),
      ...(extra.length === 0 ? {} : { extra: Object.fromEntries(extra) as Record<string, Json> }),
    };
  } catch {
    throw failure({
      code: "state-invalid",
      message: `${path} is no record of ${id} that this version understands.`,
      remedy: "Restore it from version control (a merge may have broken it), or generate anew.",
      culprit: id,
    });
  }
}

/** Seconds since 1970 as ISO text to the second. */
export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
}

function readFile(value: unknown): StoredFile {
  const item = record(value);
  const place = record(item.location);
  const location: Location = {
    path: text(place.path),
    format: text(place.format),
    ...(place.key === undefined ? {} : { key: list(place.key).map(text) }),
  };
  if (typeof item.secret !== "boolean") throw new Error("secret");
  return {
    store: text(item.store),
    location,
    secret: item.secret,
    content: text(item.content),
    digest: text(item.digest),
    ...(item.recipients === undefined
      ? {}
      : { recipients: list(item.recipients).map(text).sort(compare) }),
  };
}

function readRotate(value: unknown): RotationMark {
  const item = record(value);
  const because = text(item.because) as RotationMark["because"];
  if (typeof item.since !== "number") throw new Error("since");
  return {
    because,
    since: item.since,
    ...(item.removed === undefined ? {} : { removed: list(item.removed).map(text) }),
  };
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return compare(a[0], b[0]);
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error("record");
  return value as Record<string, unknown>;
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error("list");
  return value;
}

function text(value: unknown): string {
  if (typeof value !== "string") throw new Error("text");
  return value;
}
