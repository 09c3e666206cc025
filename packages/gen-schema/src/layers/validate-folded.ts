import { own } from "../data/plain.ts";
import { sameValue } from "../data/same-value.ts";
import type { Issue } from "../problems/issue.ts";
import type { Schema } from "../schema/schema.ts";
import { validate } from "../schema/validate.ts";
import type { Folded } from "./folded.ts";
import type { Leaf } from "./layer.ts";

/** The issues of a folded value, each with the layer and origin of the leaf it is about. */
export function issuesWithOrigin(schema: Schema, value: unknown, folded: Folded): readonly Issue[] {
  return validate(schema, value).map((issue) => {
    const said = saidBy(folded, issue);
    if (said === undefined) return issue;
    const { layer, origin } = said;
    const verb = issue.code === "missing" ? "in what is set by" : "set by";
    return {
      ...issue,
      message: `${issue.message} (${verb} ${JSON.stringify(layer)})`,
      layer,
      origin,
    };
  });
}

type Said = Pick<Leaf, "layer" | "origin">;

/** Who is to be told about an issue: whoever said the wrong value, or made the object that lacks one. */
function saidBy(folded: Folded, issue: Issue): Said | undefined {
  const leaf = folded.owner(issue.path);
  if (leaf !== undefined) return contributor(leaf, issue) ?? leaf;
  for (let length = issue.path.length; length >= 0; length--) {
    const leaves = folded.leaves(issue.path.slice(0, length));
    const [first] = leaves;
    if (first === undefined) continue;
    // An object of several layers is nobody's alone.
    return length > 0 && leaves.every((item) => item.layer === first.layer) ? first : undefined;
  }
  return undefined;
}

/** Of the layers that added to a list, the one that added the element in question. */
function contributor(leaf: Leaf, issue: Issue): Said | undefined {
  const key = issue.path[leaf.path.length];
  if (leaf.contributions.length < 2 || key === undefined) return undefined;
  const element = own(leaf.value, key);
  const has = (list: unknown): boolean =>
    Array.isArray(list) && list.some((item) => sameValue(item, element));
  return leaf.contributions.findLast((definition) => has(definition.value));
}
