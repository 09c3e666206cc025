import { isPlain, own } from "../data/plain.ts";
import { type Plan, rootPlan } from "../layers/plan.ts";
import type { Issue } from "../problems/issue.ts";
import { didYouMean, nearest } from "../problems/nearest.ts";
import { SchemaError } from "../problems/schema-error.ts";
import type { InferInput, InferOutput } from "../schema/infer.ts";
import type { Schema } from "../schema/schema.ts";
import { schemaOf } from "../schema/schema-of.ts";
import type { Instance } from "./instance.ts";

/** What a kind is made of. */
export interface KindOptions<S, C> {
  /** The name; references use it. Without `:`, which ends it in identities. */
  readonly name: string;
  /** The schema of an instance, from any source. References are properties made by `ref`. */
  readonly schema: S;
  /** The properties that say which instance it is. */
  readonly identity: readonly string[];
  /** Properties, or groups of them, that no two instances may share. */
  readonly unique?: readonly (string | readonly string[])[] | undefined;
  /** Computed fields by name: evaluated on demand, once; they may read each other and follow references. */
  readonly computed?:
    | { readonly [K in keyof C]: (self: Instance<InferOutput<S>>) => C[K] }
    | undefined;
}

/** A kind of instances. */
export interface Kind<Input = unknown, Output = Input> {
  readonly name: string;
  readonly schema: Schema<Input, Output>;
  readonly identity: readonly string[];
  readonly unique: readonly (readonly string[])[];
  readonly computed: ReadonlyMap<string, (self: Instance) => unknown>;
  readonly "~plan": Plan;
}

/**
 * Declares a kind of instances.
 *
 * @throws SchemaError with everything that is wrong: `kind-invalid` (a name with `:`, no identity, an
 * identity or unique key the schema does not have, a computed field of a name that is taken), and the
 * codes of `schemaOf`.
 */
export function defineKind<const S, C extends object = Record<never, never>>(
  options: KindOptions<S, C>,
): Kind<InferInput<S>, InferOutput<S> & Readonly<C>> {
  const { name, identity } = options;
  const schema = schemaOf(options.schema) as Schema;
  const plan = rootPlan(schema.json);
  const issues: Issue[] = [];
  const invalid = (
    path: readonly string[],
    message: string,
    remedy: string,
    suggestion?: string,
  ): void => {
    issues.push({
      code: "kind-invalid",
      path,
      message: `Kind ${JSON.stringify(name)} ${message}${didYouMean(suggestion)}`,
      remedy,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  };
  if (typeof name !== "string" || name === "" || name.includes(":"))
    invalid([], "needs a name without colons", "Rename it.");
  if (identity.length === 0) {
    invalid([], "has no identity", "Name the properties that say which instance it is.");
  }
  const unique = (options.unique ?? []).map((group) =>
    typeof group === "string" ? [group] : group,
  );
  const open = !isPlain(schema.json) || own(schema.json, "additionalProperties") !== false;
  const check = (key: string, what: string): void => {
    if (plan.keys.includes(key) || (open && plan.keys.length === 0)) return;
    invalid(
      [key],
      `${what} ${JSON.stringify(key)}, which its schema does not have`,
      "Correct it, or declare it.",
      nearest(key, plan.keys),
    );
  };
  for (const key of identity) check(key, "is identified by");
  for (const key of unique.flat()) check(key, "has the unique property");
  const computed = new Map(Object.entries(options.computed ?? {})) as Kind["computed"];
  for (const key of computed.keys()) {
    if (plan.keys.includes(key)) {
      invalid(
        [key],
        `computes ${JSON.stringify(key)}, which is a property of its schema`,
        "Rename one of them.",
      );
    }
  }
  if (issues.length > 0) throw new SchemaError(issues);
  return Object.freeze({ name, schema, identity, unique, computed, "~plan": plan }) as never;
}
