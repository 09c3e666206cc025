import { contentOf } from "../data/content-of.ts";
import type { Issue } from "../problems/issue.ts";
import { didYouMean, nearest } from "../problems/nearest.ts";
import type { Kind } from "./define-kind.ts";
import { showIdentity } from "./identity.ts";
import type { Instance } from "./instance.ts";

/** The issue about a kind that is not declared. */
export function unknownKind(
  known: ReadonlyMap<string, Kind>,
  name: string,
  origin: unknown,
): Issue {
  const suggestion = nearest(name, known.keys());
  return {
    code: "kind-unknown",
    path: [],
    message: `No kind is called ${JSON.stringify(name)}${didYouMean(suggestion)}`,
    expected: [...known.keys()].join(", "),
    got: name,
    origin,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** An issue of an instance's value, with the instance named. */
export function about(known: ReadonlyMap<string, Kind>, instance: Instance, issue: Issue): Issue {
  const kind = known.get(instance.kind) as Kind;
  const message = `${showIdentity(kind, instance.value)}: ${issue.message}`;
  return { ...issue, message, origin: instance.origin };
}

/** The issue about two instances with one identity. */
export function duplicateIssue(
  kind: Kind,
  first: Instance,
  value: unknown,
  origin: unknown,
): Issue {
  return {
    code: "duplicate",
    path: [],
    message: `${showIdentity(kind, value)} is declared twice (${where(first.origin)} and ${where(origin)})`,
    origin: [first.origin, origin],
    remedy: `Instances of ${JSON.stringify(kind.name)} differ in ${kind.identity.join(", ")}; rename or remove one.`,
  };
}

function where(origin: unknown): string {
  return origin === undefined
    ? "origin unknown"
    : typeof origin === "string"
      ? origin
      : contentOf(origin);
}

/** The instances that share what has to be unique. */
export function uniqueIssues(kind: Kind, instances: readonly Instance[]): Issue[] {
  const issues: Issue[] = [];
  for (const group of kind.unique) {
    const seen = new Map<string, Instance>();
    for (const instance of instances) {
      const values = group.map((name) => instance.get([name]));
      if (values.some((value) => value === undefined || value === null)) continue;
      const key = contentOf(values);
      if (key === "") continue; // Not data; what is wrong with it is told elsewhere.
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, instance);
        continue;
      }
      issues.push({
        code: "not-unique",
        path: [...group],
        message: `${showIdentity(kind, first.value)} and ${showIdentity(kind, instance.value)} have the same ${group.join(" and ")}: ${values.map((value) => contentOf(value)).join(", ")}`,
        expected: "a value of its own",
        got: contentOf(values.length === 1 ? values[0] : values),
        origin: [first.origin, instance.origin],
        remedy: `Change ${group.join(" or ")} of one of them.`,
      });
    }
  }
  return issues;
}
