import { findCycles } from "gen-graph";
import { BUILTIN_CLASSES } from "../classes/builtin.ts";
import { below } from "../diagnostics/origin.ts";
import { mergeData } from "./merge-data.ts";
import type { ClassModel, Declared } from "./model.ts";
import { isSafeName, SAFE_NAME } from "./names.ts";
import { type Reader, suggestion } from "./reader.ts";

const CLASS_KEYS = ["description", "kind", "into", "at", "merge", "intoAttr"];

/** The classes of content: those that den brings, and the fleet's own. */
export function readClasses(
  found: ReadonlyMap<string, readonly Declared<unknown>[]>,
  reader: Reader,
): Map<string, ClassModel> {
  const classes = new Map(BUILTIN_CLASSES.map((known) => [known.name, known]));
  for (const [name, parts] of found) {
    const origin = parts[0]?.origin ?? { file: "", path: [] };
    if (classes.get(name)?.builtin === true) {
      reader.report(
        "DEN_DUPLICATE_NAME",
        `the class ${name} is den's own`,
        origin,
        "choose another name",
      );
      continue;
    }
    if (!isSafeName(name))
      reader.report(
        "DEN_UNSAFE_NAME",
        `the class name ${JSON.stringify(name)} is not safe`,
        origin,
        SAFE_NAME,
      );
    const merged = mergeData(parts, reader.findings);
    const raw = reader.record(merged, origin);
    reader.closed(raw, CLASS_KEYS, origin, `the class ${name}`);
    const kinds =
      typeof raw.kind === "string" ? [raw.kind] : reader.texts(raw.kind, below(origin, "kind"));
    const merge = raw.merge === "data" ? "data" : "modules";
    if (raw.merge !== undefined && raw.merge !== "data" && raw.merge !== "modules") {
      reader.report(
        "DEN_WRONG_TYPE",
        `the class ${name} merges as "modules" or "data"`,
        below(origin, "merge"),
      );
    }
    const into = reader.text(raw.into, below(origin, "into"));
    classes.set(name, {
      name,
      kinds: kinds.length > 0 ? kinds : into === undefined ? ["host"] : [],
      merge,
      builtin: false,
      origin,
      ...(into === undefined ? {} : { into }),
      ...(raw.at === undefined ? {} : { at: reader.texts(raw.at, below(origin, "at")) }),
      ...(raw.intoAttr === undefined
        ? {}
        : { intoAttr: reader.texts(raw.intoAttr, below(origin, "intoAttr")) }),
    });
  }
  // A class that forwards lands where its target does, unless it says otherwise.
  for (const known of classes.values()) {
    let at: ClassModel | undefined = known;
    for (
      let steps = 0;
      at !== undefined && at.kinds.length === 0 && steps < classes.size;
      steps += 1
    ) {
      at = classes.get(at.into ?? "");
    }
    if (known.kinds.length === 0)
      classes.set(known.name, { ...known, kinds: at?.kinds ?? ["host"] });
  }
  const circles = findCycles({
    nodes: [...classes.keys()],
    successors: (name) => [classes.get(name)?.into ?? ""].filter((into) => classes.has(into)),
  });
  for (const { path } of circles) {
    const [first = ""] = path;
    reader.report(
      "DEN_CYCLE",
      `classes forward into each other: ${[...path, first].join(" → ")}`,
      below(classes.get(first)?.origin ?? { file: "", path: [] }, "into"),
      "let the last one forward into a class of den's own, or into nothing",
    );
  }
  for (const known of classes.values()) {
    if (known.into === undefined || classes.has(known.into)) continue;
    reader.report(
      "DEN_UNKNOWN_CLASS",
      `the class ${known.name} forwards into ${JSON.stringify(known.into)}, which is not a class`,
      known.origin ?? { file: "", path: [] },
      suggestion(known.into, classes.keys()),
    );
  }
  return classes;
}
