import { diffJson } from "../compare/diff-schemas.ts";
import { hasOwn, isPlain, own } from "../data/plain.ts";
import type { Issue } from "../problems/issue.ts";
import { didYouMean, nearest } from "../problems/nearest.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import type { ExtraCheck } from "../schema/schema.ts";
import type { MixinPart } from "./mixin.ts";

/** A schema while mixins are applied to it. */
export interface Growing {
  readonly root: JsonSchema;
  readonly properties: Map<string, JsonSchema>;
  readonly required: Set<string>;
  readonly owners: Map<string, string>;
  /** The checks of properties that mixins defined, and the names of those properties. */
  readonly extras: Map<string, ExtraCheck>;
  readonly defined: Set<string>;
}

export function requirementIssues(
  state: Growing,
  part: MixinPart,
  later: readonly MixinPart[],
): Issue[] {
  const issues: Issue[] = [];
  for (const [name, asked] of part.requires) {
    const field = state.properties.get(name);
    if (field === undefined) {
      const provider = later.find((item) => item.provides.includes(name));
      const suggestion = nearest(name, state.properties.keys());
      issues.push({
        code: "mixin-requires",
        path: [name],
        message: `Mixin ${JSON.stringify(part.name)} requires ${JSON.stringify(name)}, which is not there${provider === undefined ? didYouMean(suggestion) : ` yet: ${JSON.stringify(provider.name)} provides it, but comes later`}`,
        expected: "a property of this name",
        got: "nothing",
        ...(provider !== undefined || suggestion === undefined ? {} : { suggestion }),
        remedy:
          provider === undefined
            ? `Apply a mixin that provides ${JSON.stringify(name)} first.`
            : `Put ${JSON.stringify(provider.name)} before ${JSON.stringify(part.name)}.`,
      });
    } else if (asked !== undefined) {
      const unfit = diffJson(inRoot(state.root, field), asked).filter(
        ({ effect }) => effect === "narrower" || effect === "both",
      );
      for (const change of unfit) {
        issues.push({
          code: "mixin-requires",
          path: [name, ...change.path],
          message: `Mixin ${JSON.stringify(part.name)} requires more of ${JSON.stringify(name)} than ${definer(state, name)} promises: ${change.message}`,
          remedy: `Narrow ${JSON.stringify(name)}, or ask for less.`,
        });
      }
    }
  }
  return issues;
}

/** A property on its own, with the definitions that its references need. */
function inRoot(root: JsonSchema, field: JsonSchema): JsonSchema {
  const defs = own(root, "$defs");
  return isPlain(field) && defs !== undefined && !hasOwn(field, "$defs")
    ? ({ ...field, $defs: defs } as JsonSchema)
    : field;
}

export function providesIssues(part: MixinPart, defined: readonly string[]): Issue[] {
  const issue = (name: string, what: string, remedy: string): Issue => ({
    code: "mixin-provides",
    path: [name],
    message: `Mixin ${JSON.stringify(part.name)} ${what} ${JSON.stringify(name)}`,
    remedy,
  });
  return [
    ...part.provides
      .filter((name) => !defined.includes(name))
      .map((name) => issue(name, "does not define what it provides:", "Return it from `fields`.")),
    ...defined
      .filter((name) => !part.provides.includes(name))
      .map((name) => issue(name, "defines what it does not provide:", "Add it to `provides`.")),
  ];
}

export function conflictIssue(state: Growing, part: MixinPart, name: string): Issue {
  return {
    code: "mixin-conflict",
    path: [name],
    message: `Mixin ${JSON.stringify(part.name)} and ${definer(state, name)} both define ${JSON.stringify(name)}`,
    remedy: `List ${JSON.stringify(name)} in \`overrides\` of ${JSON.stringify(part.name)}, or rename one.`,
  };
}

export function nothingToOverride(state: Growing, part: MixinPart, name: string): Issue {
  const suggestion = nearest(name, state.properties.keys());
  return {
    code: "mixin-overrides",
    path: [name],
    message: `Mixin ${JSON.stringify(part.name)} overrides ${JSON.stringify(name)}, which is not there${didYouMean(suggestion)}`,
    ...(suggestion === undefined ? {} : { suggestion }),
    remedy: "Drop it from `overrides`, or apply the mixin after the one that defines it.",
  };
}

function definer(state: Growing, name: string): string {
  const owner = state.owners.get(name);
  return owner === undefined ? "the base" : `mixin ${JSON.stringify(owner)}`;
}
