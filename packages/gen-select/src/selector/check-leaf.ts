import { GraphError } from "gen-graph";
import { SelectError, type SelectErrorCode, type SelectIssue } from "../select-error.ts";
import { nearest } from "./nearest.ts";
import type { WhenSelector } from "./selector.ts";

/** Predicates by name. */
export type Predicates = ReadonlyMap<string, WhenSelector>;

/**
 * Predicates by name.
 * @throws SelectError `duplicate-predicate` naming all names that several different ones have
 */
export function predicatesByName(predicates: Iterable<WhenSelector>): Predicates {
  const known = new Map<string, WhenSelector>();
  const twice = new Set<string>();
  for (const when of predicates) {
    const before = known.get(when.name);
    if (before !== undefined && before.test !== when.test) twice.add(when.name);
    known.set(when.name, when);
  }
  const [first, ...rest] = [...twice].sort().map(
    (name): SelectIssue => ({
      code: "duplicate-predicate",
      message: `Several predicates are named ${JSON.stringify(name)}`,
      remedy: "Give each a name of its own.",
    }),
  );
  if (first !== undefined) throw new SelectError([first, ...rest]);
  return known;
}

/** Why a glob or a label expression is refused. */
export function refusalsOf(code: SelectErrorCode, check: () => unknown): SelectIssue[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof SelectError || error instanceof GraphError)) throw error;
    return error.issues.map(({ message, remedy, suggestion, position }) => ({
      code,
      message: message.replace(/\.$/, ""),
      ...(remedy === undefined ? {} : { remedy }),
      ...(suggestion === undefined ? {} : { suggestion }),
      ...(position === undefined ? {} : { position }),
    }));
  }
}

/** What is wrong with a predicate; one without its test is fine if it is known by name. */
export function whenIssues(
  form: Record<string, unknown>,
  known: Predicates | undefined,
): SelectIssue[] {
  const name = form.name as string;
  if (typeof form.test !== "function") {
    if (known?.has(name)) return [];
    const suggestion = nearest(name, known?.keys() ?? []);
    return [
      {
        code: "unknown-predicate",
        message: `The predicate ${JSON.stringify(name)} has no test, and none is known by that name`,
        remedy: "JSON keeps the name only: hand the predicates to reviveSelector.",
        ...(suggestion === undefined ? {} : { suggestion }),
      },
    ];
  }
  const { reads } = form as { readonly reads?: unknown };
  if (typeof reads === "object" && reads !== null) return [];
  return [
    {
      code: "bad-selector",
      message: `The predicate ${JSON.stringify(name)} must declare what it \`reads\``,
    },
  ];
}
