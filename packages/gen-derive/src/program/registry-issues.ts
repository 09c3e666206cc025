import { codeUnits } from "../data/value.ts";
import type { DeriveIssue } from "../error/derive-error.ts";
import { nearest } from "../error/nearest.ts";
import { show } from "../error/show.ts";
import { ENRICHED } from "../language/relation.ts";
import type { RelationCode } from "./linked.ts";
import type { Registry } from "./registry.ts";

/** The issue of a relation that is not among the declared ones; undefined when it is. */
export function undeclared(
  name: string,
  closed: readonly string[] | undefined,
  rules: readonly string[],
): DeriveIssue | undefined {
  if (closed === undefined || closed.includes(name) || name.startsWith(ENRICHED)) return undefined;
  const suggestion = nearest(name, closed);
  return {
    code: "unknown-relation",
    message: `The relation ${show(name)} is not declared.`,
    remedy: "Declare it in the `relations` of the program, or correct its name.",
    rules,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** Relations used with several arities, declared in several ways, or not declared at all. */
export function registryIssues(
  registry: Registry,
  closed: readonly string[] | undefined,
): DeriveIssue[] {
  const issues = [...registry.conflicts];
  for (const [name, uses] of registry.uses) {
    const rules = [...new Set([...uses.values()].flatMap((set) => [...set]))].sort(codeUnits);
    const keyed = registry.relations[registry.byName.get(name) as number] as RelationCode;
    const arities = [...uses.keys()];
    if (arities.length > 1 || (arities[0] as number) !== keyed.arity) {
      issues.push(arityIssue(name, keyed.arity, uses, rules));
    } else if (keyed.key > keyed.arity) {
      issues.push({
        code: "relation-conflict",
        message: `The relation ${show(name, true)} has ${keyed.arity} columns and a key of ${keyed.key}.`,
        remedy: "The key is a number of leading columns.",
        rules,
      });
    }
    const unknown = undeclared(name, closed, rules);
    if (unknown !== undefined) issues.push(unknown);
  }
  return issues;
}

function arityIssue(
  name: string,
  arity: number,
  uses: ReadonlyMap<number, ReadonlySet<string>>,
  rules: readonly string[],
): DeriveIssue {
  const ways = [...uses]
    .sort(([a], [b]) => a - b)
    .map(
      ([count, by]) =>
        `${count}${by.size === 0 ? "" : ` in ${[...by].sort(codeUnits).join(", ")}`}`,
    );
  if (!uses.has(arity)) ways.unshift(`${arity} by its declaration`);
  return {
    code: "arity",
    message: `The relation ${show(name, true)} is used with different numbers of columns: ${ways.join("; ")}.`,
    remedy: "A relation has one number of columns.",
    rules,
  };
}
