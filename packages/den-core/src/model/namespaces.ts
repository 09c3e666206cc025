import type { Fragment } from "../config/load-fragments.ts";
import { below, type Origin } from "../diagnostics/origin.ts";
import type { Declared } from "./model.ts";
import { isSafeName, SAFE_NAME } from "./names.ts";
import { isRecord, type Raw, type Reader } from "./reader.ts";

/** The declarations of one namespace, and the prefix of its names. */
export interface NamespaceModel {
  /** `clan`, or `other.clan` for one that an imported fleet exports. */
  readonly prefix: string;
  readonly parts: readonly Declared<Raw>[];
  readonly origin: Origin;
}

const KEYS = ["description", "aspects", "from", "export"];

/**
 * The namespaces of a fleet: aspects declared in place, handed over as a value, or loaded from where
 * `from` says. Those that an imported fleet exports come along under both names.
 */
export function readNamespaces(fragments: readonly Fragment[], reader: Reader): NamespaceModel[] {
  const found: NamespaceModel[] = [];
  const own = fragments.filter((fragment) => fragment.namespace === undefined);
  const loaded = fragments.filter((fragment) => fragment.namespace !== undefined);
  for (const { file, value } of own) {
    for (const [name, raw, origin] of reader.entries(value.namespaces, {
      file,
      path: ["namespaces"],
    })) {
      if (!isSafeName(name) || name.includes(".")) {
        reader.report(
          "DEN_UNSAFE_NAME",
          `the namespace name ${JSON.stringify(name)} is not safe`,
          origin,
          SAFE_NAME,
        );
        continue;
      }
      const record = reader.record(raw, origin);
      reader.closed(record, KEYS, origin, `the namespace ${name}`);
      const parts: Declared<Raw>[] = [];
      if (record.aspects !== undefined) parts.push({ value: { aspects: record.aspects }, origin });
      if (isRecord(record.from)) parts.push({ value: record.from, origin: below(origin, "from") });
      for (const fragment of loaded.filter((one) => one.namespace === name)) {
        parts.push({ value: fragment.value, origin: { file: fragment.file, path: [] } });
      }
      if (parts.length === 0) {
        reader.report(
          "DEN_NAMESPACE",
          `the namespace ${name} holds nothing`,
          origin,
          "give it aspects, or from: a package, a folder or a fleet",
        );
      }
      found.push({ prefix: name, parts, origin });
      found.push(...exported(name, parts, reader));
    }
  }
  return found;
}

/** Namespaces that an imported fleet passes on. */
function exported(
  prefix: string,
  parts: readonly Declared<Raw>[],
  reader: Reader,
  depth = 0,
): NamespaceModel[] {
  if (depth > 8) return [];
  return parts.flatMap(({ value, origin }) =>
    reader.entries(value.namespaces, below(origin, "namespaces")).flatMap(([name, raw, at]) => {
      const record = reader.record(raw, at);
      if (record.export !== true) return [];
      const inner: Declared<Raw>[] = [];
      if (record.aspects !== undefined)
        inner.push({ value: { aspects: record.aspects }, origin: at });
      if (isRecord(record.from)) inner.push({ value: record.from, origin: below(at, "from") });
      const nested = `${prefix}.${name}`;
      return [
        { prefix: nested, parts: inner, origin: at },
        ...exported(nested, inner, reader, depth + 1),
      ];
    }),
  );
}

/** Everything under one key of a namespace, grouped by name. */
export function gatherIn(
  namespace: NamespaceModel,
  key: string,
  reader: Reader,
): Map<string, Declared<unknown>[]> {
  const found = new Map<string, Declared<unknown>[]>();
  for (const { value, origin } of namespace.parts) {
    for (const [name, declared, at] of reader.entries(value[key], below(origin, key))) {
      if (declared === undefined) continue;
      const list = found.get(name);
      if (list === undefined) found.set(name, [{ value: declared, origin: at }]);
      else list.push({ value: declared, origin: at });
    }
  }
  return found;
}
