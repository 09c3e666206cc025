import type { Issue } from "../problems/issue.ts";
import type { Schema } from "../schema/schema.ts";
import { validate } from "../schema/validate.ts";
import type { Folded } from "./folded.ts";

/** The issues of a folded value, each with the layer and origin of the leaf it is about. */
export function issuesWithOrigin(schema: Schema, value: unknown, folded: Folded): readonly Issue[] {
  return validate(schema, value).map((issue) => {
    const leaf = ownerOf(folded, issue);
    if (leaf === undefined) return issue;
    return {
      ...issue,
      message: `${issue.message} (set by ${JSON.stringify(leaf.layer)})`,
      layer: leaf.layer,
      origin: leaf.origin,
    };
  });
}

function ownerOf(folded: Folded, issue: Issue): ReturnType<Folded["leaf"]> {
  const leaf = folded.owner(issue.path);
  if (leaf !== undefined) return leaf;
  // A branch as a whole is wrong: it is the strongest layer below that can be named, if it is one.
  const layers = folded.leaves(issue.path);
  const [first] = layers;
  return layers.every((item) => item.layer === first?.layer) ? first : undefined;
}
