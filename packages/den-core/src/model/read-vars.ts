import {
  addKey,
  addToGroup,
  EMPTY_KEYRING,
  issueText,
  type KeyRole,
  type Keyring,
  VarsError,
} from "gen-vars";
import type { Fragment } from "../config/load-fragments.ts";
import { below, type Origin } from "../diagnostics/origin.ts";
import { mergeData, mergeScalar } from "./merge-data.ts";
import type { Declared } from "./model.ts";
import { isRecord, type Raw, type Reader, suggestion } from "./reader.ts";

/** Kinds of stores that values can be kept in. */
export const BACKEND_TYPES = ["sops", "age", "password-store", "in-repo"] as const;

/** A store by the name that policies call it. */
export interface BackendModel {
  readonly name: string;
  readonly type: (typeof BACKEND_TYPES)[number];
  readonly format?: "binary" | "json" | "yaml";
  readonly per?: "file" | "scope";
  readonly folder?: string;
  readonly program?: "pass" | "passage";
  readonly origin: Origin | undefined;
}

/** Where generated values are kept, and who reads them, as the fleet declares it. */
export interface VarsSettings {
  /** The backend of secrets where no policy chooses one. */
  readonly backend: Declared<string> | undefined;
  readonly backends: ReadonlyMap<string, BackendModel>;
  /** Keys by the name of their holder, and groups. */
  readonly keyring: Keyring;
  readonly folder: string;
  readonly uploadFolder: string | undefined;
}

const VARS_KEYS = [
  "generators",
  "backend",
  "backends",
  "policies",
  "keys",
  "groups",
  "folder",
  "uploadFolder",
];
const BACKEND_KEYS = ["type", "format", "per", "folder", "program"];
const KEY_KEYS = ["role", "at", "recipients"];
const ROLES: readonly KeyRole[] = ["admin", "host", "user"];

/** The generators under a `vars` key; what else stands there must be among `known`. */
export function readGenerators(
  value: unknown,
  origin: Origin,
  what: string,
  known: readonly string[],
  reader: Reader,
): [name: string, declared: Declared<Raw>][] {
  const vars = reader.record(value, origin);
  reader.closed(vars, known, origin, `vars of ${what}`);
  return reader
    .entries(vars.generators, below(origin, "generators"))
    .map(([name, declared, at]) => [name, { value: reader.record(declared, at), origin: at }]);
}

/** Generators of one name that several files declare, merged; the same value where there is one. */
export function mergedGenerators(
  parts: Iterable<readonly [name: string, declared: Declared<Raw>]>,
  reader: Reader,
): Map<string, Declared<Raw>> {
  const byName = new Map<string, Declared<Raw>[]>();
  for (const [name, declared] of parts) {
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [declared]);
    else known.push(declared);
  }
  const merged = new Map<string, Declared<Raw>>();
  for (const [name, declared] of byName) {
    const [first] = declared as [Declared<Raw>];
    const value = mergeData(declared, reader.findings);
    merged.set(name, { value: isRecord(value) ? value : first.value, origin: first.origin });
  }
  return merged;
}

/** Reads the `vars` of every file of the fleet: where values are kept and who reads them. */
export function readVars(fragments: readonly Fragment[], reader: Reader): VarsSettings {
  const texts = new Map<string, Declared<string>[]>();
  const backends = new Map<string, Declared<unknown>[]>();
  const keys: [name: string, value: unknown, origin: Origin][] = [];
  const groups: [name: string, members: readonly string[], origin: Origin][] = [];
  for (const { file, value } of fragments) {
    const origin: Origin = { file, path: ["vars"] };
    const vars = reader.record(value.vars, origin);
    reader.closed(vars, VARS_KEYS, origin, "vars of the fleet");
    for (const key of ["backend", "folder", "uploadFolder"]) {
      const text = reader.text(vars[key], below(origin, key));
      if (text === undefined) continue;
      texts.set(key, [...(texts.get(key) ?? []), { value: text, origin: below(origin, key) }]);
    }
    for (const [name, declared, at] of reader.entries(vars.backends, below(origin, "backends"))) {
      backends.set(name, [...(backends.get(name) ?? []), { value: declared, origin: at }]);
    }
    keys.push(...reader.entries(vars.keys, below(origin, "keys")));
    for (const [name, declared, at] of reader.entries(vars.groups, below(origin, "groups"))) {
      groups.push([name, reader.texts(declared, at), at]);
    }
  }
  const scalar = (key: string): Declared<string> | undefined =>
    mergeScalar(texts.get(key) ?? [], reader.findings);
  const known = readBackends(backends, reader);
  const backend = scalar("backend");
  if (backend !== undefined && !known.has(backend.value)) {
    reader.report(
      "DEN_VARS_BACKEND",
      `there is no vars backend ${JSON.stringify(backend.value)}`,
      backend.origin,
      suggestion(backend.value, known.keys()),
    );
  }
  return {
    backend,
    backends: known,
    keyring: readKeyring(keys, groups, reader),
    folder: readFolder(scalar("folder"), reader),
    uploadFolder: scalar("uploadFolder")?.value,
  };
}

function readFolder(declared: Declared<string> | undefined, reader: Reader): string {
  if (declared === undefined) return "vars";
  const parts = declared.value.split("/");
  if (parts.every((part) => /^[A-Za-z0-9_@+-][A-Za-z0-9_.@+-]*$/.test(part))) return declared.value;
  reader.report(
    "DEN_PATH_ESCAPES",
    `the folder of vars ${JSON.stringify(declared.value)} is no path below the fleet's folder`,
    declared.origin,
    "name a folder such as `vars`",
  );
  return "vars";
}

function readBackends(
  declared: ReadonlyMap<string, readonly Declared<unknown>[]>,
  reader: Reader,
): Map<string, BackendModel> {
  const backends = new Map<string, BackendModel>(
    BACKEND_TYPES.map((type) => [type, { name: type, type, origin: undefined }]),
  );
  for (const [name, parts] of declared) {
    const origin = parts[0]?.origin ?? { file: "", path: [] };
    const raw = reader.record(mergeData(parts, reader.findings), origin);
    reader.closed(raw, BACKEND_KEYS, origin, `the vars backend ${name}`);
    const option = <T extends string>(key: string, known: readonly T[]): T | undefined => {
      const text = reader.text(raw[key], below(origin, key));
      if (text === undefined || known.includes(text as T)) return text as T | undefined;
      reader.report(
        "DEN_VARS_BACKEND",
        `${key} of the vars backend ${name} is ${JSON.stringify(text)}`,
        below(origin, key),
        suggestion(text, known),
      );
      return undefined;
    };
    const own = BACKEND_TYPES.find((known) => known === name);
    const type = raw.type === undefined ? own : option("type", BACKEND_TYPES);
    if (type === undefined) {
      if (raw.type === undefined) {
        reader.report(
          "DEN_VARS_BACKEND",
          `the vars backend ${name} does not say what it is`,
          origin,
          `give it a type: ${BACKEND_TYPES.join(", ")}`,
        );
      }
      continue;
    }
    const format = option("format", ["binary", "json", "yaml"] as const);
    const per = option("per", ["file", "scope"] as const);
    const program = option("program", ["pass", "passage"] as const);
    const folder = reader.text(raw.folder, below(origin, "folder"));
    if (per === "scope" && format === "binary") {
      reader.report(
        "DEN_VARS_BACKEND",
        `the vars backend ${name} keeps one document for each scope, which cannot be binary`,
        origin,
        'use format "yaml" or "json", or per "file"',
      );
      continue;
    }
    backends.set(name, {
      name,
      type,
      origin,
      ...(format === undefined ? {} : { format }),
      ...(per === undefined ? {} : { per }),
      ...(program === undefined ? {} : { program }),
      ...(folder === undefined ? {} : { folder }),
    });
  }
  return backends;
}

function readKeyring(
  keys: readonly (readonly [name: string, value: unknown, origin: Origin])[],
  groups: readonly (readonly [name: string, members: readonly string[], origin: Origin])[],
  reader: Reader,
): Keyring {
  let keyring = EMPTY_KEYRING;
  const attempt = (origin: Origin, change: () => Keyring): void => {
    try {
      keyring = change();
    } catch (error) {
      if (!(error instanceof VarsError)) throw error;
      for (const issue of error.issues) reader.report("DEN_VARS_KEYS", issueText(issue), origin);
    }
  };
  for (const [name, value, origin] of keys) {
    const raw = typeof value === "string" ? { recipients: [value] } : value;
    const record = Array.isArray(raw) ? { recipients: raw } : reader.record(raw, origin);
    reader.closed(record, KEY_KEYS, origin, `the key ${name}`);
    const recipients = reader.texts(record.recipients, below(origin, "recipients"));
    const nodes = reader.texts(record.at, below(origin, "at"));
    const role = ROLES.find((known) => known === (record.role ?? "admin"));
    if (role === undefined || recipients.length === 0) {
      reader.report(
        "DEN_VARS_KEYS",
        role === undefined
          ? `the key ${name} has the role ${JSON.stringify(record.role)}`
          : `the key ${name} has no recipients`,
        origin,
        role === undefined ? `roles are ${ROLES.join(", ")}` : "give it a public key: age1…, ssh-…",
      );
      continue;
    }
    attempt(origin, () => addKey(keyring, { name, role, nodes, recipients }));
  }
  // Groups may name groups that are declared later.
  const waiting = [...groups];
  for (let left = -1; waiting.length > 0 && left !== waiting.length; ) {
    left = waiting.length;
    for (const group of waiting.splice(0)) {
      const [name, members, origin] = group;
      const names = [...keyring.keys, ...keyring.groups].map((item) => item.name);
      const known = members.every((member) => names.includes(member));
      if (known) attempt(origin, () => addToGroup(keyring, name, members));
      else waiting.push(group);
    }
  }
  for (const [name, members, origin] of waiting) {
    attempt(origin, () => addToGroup(keyring, name, members));
  }
  return keyring;
}
