import { findCycles } from "gen-graph";
import { below } from "../diagnostics/origin.ts";
import { mergeData } from "./merge-data.ts";
import type { KindModel, RawEntity } from "./model.ts";
import { INSTANCE_KIND, isSafeName, SAFE_NAME } from "./names.ts";
import { type Reader, suggestion } from "./reader.ts";

const BUILTIN_KINDS: readonly [name: string, parent: string | undefined][] = [
  ["fleet", undefined],
  ["environment", "fleet"],
  ["host", "environment"],
  ["user", "host"],
  ["home", "fleet"],
];

/** The kinds of entities: those that den brings, and the fleet's own. */
export function readKinds(
  found: ReadonlyMap<string, readonly RawEntity[]>,
  reader: Reader,
): Map<string, KindModel> {
  const kinds = new Map<string, KindModel>(
    BUILTIN_KINDS.map(([name, parent]) => [
      name,
      { name, parent, builtin: true, inherits: new Set<string>(), origin: undefined },
    ]),
  );
  for (const [name, parts] of found) {
    const [first] = parts;
    if (first === undefined) continue;
    const own = kinds.get(name)?.builtin === true ? kinds.get(name) : undefined;
    const taken = own !== undefined && parts.some((part) => part.value.parent !== undefined);
    if (taken || name === INSTANCE_KIND) {
      reader.report(
        "DEN_DUPLICATE_NAME",
        `the kind ${name} is den's own`,
        first.origin,
        taken
          ? "choose another name; of a kind of den's own only `inherits` can be said"
          : "choose another name",
      );
      continue;
    }
    if (!isSafeName(name))
      reader.report(
        "DEN_UNSAFE_NAME",
        `the kind name ${JSON.stringify(name)} is not safe`,
        first.origin,
        SAFE_NAME,
      );
    const value = reader.record(mergeData(parts, reader.findings), first.origin);
    reader.closed(value, ["parent", "description", "inherits"], first.origin, `the kind ${name}`);
    const inherits = reader.texts(value.inherits, below(first.origin, "inherits"));
    for (const fact of inherits) {
      if (fact === "tags" || fact === "meta") continue;
      reader.report(
        "DEN_WRONG_TYPE",
        `the kind ${name} inherits ${JSON.stringify(fact)}, which is not handed down`,
        below(first.origin, "inherits"),
        suggestion(fact, ["tags", "meta"]),
      );
    }
    kinds.set(name, {
      name,
      parent:
        own === undefined
          ? (reader.text(value.parent, below(first.origin, "parent")) ?? "fleet")
          : own.parent,
      builtin: own !== undefined,
      inherits: new Set(inherits),
      origin: first.origin,
    });
  }
  for (const kind of kinds.values()) {
    if (kind.parent === undefined || kinds.has(kind.parent)) continue;
    reader.report(
      "DEN_UNKNOWN_KIND",
      `the kind ${kind.name} has the parent ${JSON.stringify(kind.parent)}, which is not a kind`,
      kind.origin ?? { file: "", path: [] },
      suggestion(kind.parent, kinds.keys()),
    );
  }
  const circles = findCycles({
    nodes: [...kinds.keys()],
    successors: (name) => [kinds.get(name)?.parent ?? ""].filter((parent) => kinds.has(parent)),
  });
  for (const { path } of circles) {
    const [first = ""] = path;
    reader.report(
      "DEN_CYCLE",
      `kinds are below each other: ${[...path, first].join(" → ")}`,
      below(kinds.get(first)?.origin ?? { file: "", path: [] }, "parent"),
      "let one of them be below a kind of den's own",
    );
    // Below the fleet, so that everything else can be told too.
    for (const name of path) {
      const kind = kinds.get(name);
      if (kind !== undefined) kinds.set(name, { ...kind, parent: "fleet" });
    }
  }
  return kinds;
}
