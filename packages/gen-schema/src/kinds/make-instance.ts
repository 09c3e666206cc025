import { copyData } from "../data/copy.ts";
import { memo } from "../data/memo.ts";
import { type PathLike, showPath, toPath } from "../data/path.ts";
import { own } from "../data/plain.ts";
import type { Plan } from "../layers/plan.ts";
import { refuse, SchemaError } from "../problems/schema-error.ts";
import type { Context } from "./context.ts";
import { danglingIssue } from "./dangling.ts";
import type { Kind } from "./define-kind.ts";
import { findReferences } from "./find-references.ts";
import { identityOf, showIdentity } from "./identity.ts";
import type { Instance, Reference } from "./instance.ts";

/** An instance over its declared value (a frozen copy is kept). Everything derived is worked out on demand. */
export function makeInstance(
  context: Context,
  kind: Kind,
  id: string,
  given: unknown,
  origin: unknown,
): Instance {
  const value = copyData(given, true);
  const computed = new Map<string, unknown>();
  const asking: string[] = [];
  const references = memo(() =>
    findReferences(kind["~plan"], value).map((found) => referenceOf(context, found)),
  );
  const field = (name: string): unknown => {
    const compute = kind.computed.get(name);
    if (compute === undefined) return own(value, name);
    if (computed.has(name)) return computed.get(name);
    if (asking.includes(name)) {
      const cycle = [...asking.slice(asking.indexOf(name)), name];
      refuse({
        code: "computed-cycle",
        path: [name],
        message: `A computed field of ${showIdentity(kind, value)} needs itself: ${cycle.join(" → ")}`,
        origin,
      });
    }
    asking.push(name);
    try {
      const result = compute(instance);
      computed.set(name, result);
      return result;
    } finally {
      asking.pop();
    }
  };
  const instance: Instance = Object.freeze({
    kind: kind.name,
    id,
    origin,
    value,
    get: ((path: PathLike) => {
      const [first, ...rest] = toPath(path);
      if (first === undefined) return value;
      return rest.reduce<unknown>(own, field(first));
    }) as Instance["get"],
    follow: (path: PathLike) => follow(context, kind, instance, references(), path),
    references,
    backReferences: (from?: string) => {
      const all = context.backs().get(id) ?? [];
      return from === undefined ? all : all.filter((item) => item.from.kind === from);
    },
  });
  return instance;
}

function referenceOf(
  context: Context,
  found: { readonly path: readonly string[]; readonly kind: string; readonly key: unknown },
): Reference {
  const kind = context.known.get(found.kind);
  let id = `${found.kind}:?`;
  try {
    if (kind !== undefined) id = identityOf(kind, found.key);
  } catch (cause) {
    if (!(cause instanceof SchemaError)) throw cause; // A key of the wrong shape refers to nothing.
  }
  return { ...found, id, target: () => context.find(id) };
}

function follow(
  context: Context,
  kind: Kind,
  from: Instance,
  references: readonly Reference[],
  like: PathLike,
): Instance | undefined {
  const path = toPath(like);
  const reference = references.find(
    (item) =>
      item.path.length === path.length && item.path.every((key, index) => key === path[index]),
  );
  if (reference === undefined) {
    const value = path.reduce<unknown>(own, from.value);
    const isRef = path.reduce<Plan | undefined>(
      (plan, key) => plan?.child(key) ?? plan?.element(Number(key)),
      kind["~plan"],
    );
    if ((value === undefined || value === null) && isRef?.note("x-ref") !== undefined)
      return undefined;
    return refuse({
      code: "not-a-ref",
      path,
      message: `${showPath(path)} of ${showIdentity(kind, from.value)} is no reference`,
      origin: from.origin,
      remedy: "Declare it with ref().",
    });
  }
  const target = reference.target();
  if (target === undefined) throw new SchemaError([danglingIssue(context, from, reference)]);
  return target;
}
