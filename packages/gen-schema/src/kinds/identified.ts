import { contentOf } from "../data/content-of.ts";
import { byCodeUnit } from "../data/plain.ts";
import { withDefaults } from "../layers/fill.ts";
import type { Issue } from "../problems/issue.ts";
import { SchemaError } from "../problems/schema-error.ts";
import type { Kind } from "./define-kind.ts";
import { identityOf } from "./identity.ts";
import type { InstanceRecord } from "./open-registry.ts";
import { unknownKind } from "./registry-issues.ts";

/** A record whose kind and identity are known. */
export interface Identified {
  readonly record: InstanceRecord;
  readonly kind: Kind;
  readonly id: string;
  readonly value: unknown;
}

/** The records whose kind and identity are known, in an order that does not depend on theirs. */
export function identified(
  known: ReadonlyMap<string, Kind>,
  records: Iterable<InstanceRecord>,
  issues: Issue[],
): Identified[] {
  const found: Identified[] = [];
  for (const record of records) {
    const kind = known.get(record.kind);
    if (kind === undefined) {
      issues.push(unknownKind(known, record.kind, record.origin));
      continue;
    }
    const value = withDefaults(kind.schema, record.value);
    try {
      found.push({ record, kind, id: identityOf(kind, value), value });
    } catch (cause) {
      if (!(cause instanceof SchemaError)) throw cause;
      issues.push(...cause.issues.map((issue) => ({ ...issue, origin: record.origin })));
    }
  }
  issues.sort(
    (a, b) =>
      byCodeUnit(a.message, b.message) || byCodeUnit(contentOf(a.origin), contentOf(b.origin)),
  );
  const content = memoize(
    (item: Identified) => contentOf(item.value) + contentOf(item.record.origin),
  );
  return found.sort((a, b) => byCodeUnit(a.id, b.id) || byCodeUnit(content(a), content(b)));
}

function memoize<K extends object>(compute: (key: K) => string): (key: K) => string {
  const made = new WeakMap<K, string>();
  return (key) => {
    const text = made.get(key) ?? compute(key);
    made.set(key, text);
    return text;
  };
}
