import { contentOf } from "../data/content-of.ts";
import { showPath } from "../data/path.ts";
import { own } from "../data/plain.ts";
import type { Issue } from "../problems/issue.ts";
import { didYouMean, nearest } from "../problems/nearest.ts";
import type { Context } from "./context.ts";
import type { Kind } from "./define-kind.ts";
import { showIdentity } from "./identity.ts";
import type { Instance, Reference } from "./instance.ts";

/** The references of an instance that refer to nothing. */
export function danglingIssues(context: Context, from: Instance): Issue[] {
  return from
    .references()
    .filter((reference) => reference.target() === undefined)
    .map((reference) => danglingIssue(context, from, reference));
}

/** The issue of one reference that refers to nothing. */
export function danglingIssue(context: Context, from: Instance, reference: Reference): Issue {
  const { path, kind: name, id, key } = reference;
  const kind = context.known.get(name);
  const suggestion =
    kind === undefined ? nearest(name, context.known.keys()) : context.near(name, id);
  const what =
    kind === undefined
      ? `a kind ${JSON.stringify(name)} that is not declared`
      : `${name} ${typeof key === "object" ? contentOf(key) : String(key)}, which does not exist`;
  const source = context.known.get(from.kind) as Kind;
  return {
    code: "ref-dangling",
    path,
    message: `${showPath(path)} of ${showIdentity(source, from.value)} refers to ${what}${didYouMean(suggestion)}`,
    expected: kind === undefined ? "a declared kind" : `an existing ${name}`,
    got: typeof key === "string" ? key : contentOf(key),
    origin: from.origin,
    ...(suggestion === undefined ? {} : { suggestion }),
    remedy:
      kind === undefined ? "Declare the kind." : `Declare the ${name}, or correct the reference.`,
  };
}

/** The key of the instance of a kind whose identity is nearest. */
export function nearestIdentity(
  known: ReadonlyMap<string, Kind>,
  instances: ReadonlyMap<string, Instance>,
  name: string,
  id: string,
): string | undefined {
  const kind = known.get(name);
  if (kind === undefined) return undefined;
  const [only] = kind.identity;
  const byKey = new Map<string, string>();
  for (const instance of instances.values()) {
    if (instance.kind === name) byKey.set(instance.id.slice(name.length + 1), instance.id);
  }
  const single = kind.identity.length === 1 && only !== undefined;
  const keyOf = (text: string): string => {
    if (!single) return text;
    return String(own(JSON.parse(text) as object, only));
  };
  const texts = new Map([...byKey.keys()].map((text) => [keyOf(text), text]));
  const rest = id.slice(name.length + 1);
  return nearest(rest === "?" ? "" : keyOf(rest), texts.keys());
}
