import { typesOf } from "../compare/types-of.ts";
import { typeText } from "../introspect/type-words.ts";
import { refuse } from "../problems/schema-error.ts";
import type { Schema } from "../schema/schema.ts";
import { foldOnce } from "./fold-once.ts";
import type { Folded } from "./folded.ts";
import type { Layer } from "./layer.ts";
import { type FoldOverrides, overrideTree } from "./overrides.ts";
import { rootPlan } from "./plan.ts";
import { sourceOf } from "./root.ts";
import type { Strategies } from "./strategy.ts";

/** How a record is folded. */
export interface FoldOptions {
  /**
   * `"layers"`: stronger layers win. `"module"`: as in the NixOS module system, definitions of one
   * priority have no order: objects merge, lists add up, anything else must be equal.
   * @default "layers"
   */
  readonly mode?: "layers" | "module" | undefined;
  /** Strategies for fields, beside the schema's `x-fold`: by dotted path, `*` for any key. They win over the schema. */
  readonly fold?: FoldOverrides | undefined;
  /** The functions behind custom names of `x-fold`. */
  readonly strategies?: Strategies | undefined;
  /** When a missing required leaf fails: when it is read, or only in `validate`. @default "validate" */
  readonly missing?: "access" | "validate" | undefined;
  /** Whether a conflict makes reading its leaf fail. @default "finding" for layers, "throw" for module mode */
  readonly conflicts?: "finding" | "throw" | undefined;
  /**
   * Which defaults of the schema count: `"deep"` also makes objects nobody set if the defaults in
   * them make them whole; `"shallow"` only fills objects that are there; `"none"`.
   * @default "deep"
   */
  readonly defaults?: "deep" | "shallow" | "none" | undefined;
  /** What the schema is called in answers. @default "default" */
  readonly defaultsName?: string | undefined;
  /** The origin of the schema's defaults, as any plain data. */
  readonly defaultsOrigin?: unknown;
}

/** A fold whose schema and options are read once; use it for many records of one kind. */
export type Fold<T> = (layers: readonly Layer<T>[]) => Folded<T>;

/**
 * Reads schema and options once and gives the function from layers to a folded record.
 *
 * @throws SchemaError `fold-schema` if the schema is not one of objects. Reading a result may throw
 * `strategy-unknown`, `layer-values`, `condition-cycle`, `value-cycle` and `value-endless`.
 */
export function compileFold<T = unknown>(
  schema: Schema<unknown, T>,
  options: FoldOptions = {},
): Fold<T> {
  const module = options.mode === "module";
  if (!typesOf(schema.json).has("object")) {
    refuse({
      code: "fold-schema",
      message: "Layers make records, and this schema is not one of objects",
      expected: "a schema of type object",
      got: typeText(schema.json),
    });
  }
  const plan = rootPlan(
    schema.json,
    overrideTree(options.fold ?? {}),
    new Map(Object.entries(options.strategies ?? {})),
  );
  const schemaSource = sourceOf(
    { name: options.defaultsName ?? "default", origin: options.defaultsOrigin, values: {} },
    -1,
    true,
  );
  const settings = {
    module,
    strictConflicts: (options.conflicts ?? (module ? "throw" : "finding")) === "throw",
    failOnMissing: options.missing === "access",
    defaults: options.defaults ?? "deep",
    schemaSource,
    plan,
    schema: schema as Schema,
  } as const;
  return (layers) => foldOnce(settings, layers as readonly Layer[]) as Folded<T>;
}

/**
 * Folds named layers, weakest first, into one record that knows for each leaf which layer set it,
 * where, and what that shadows. Objects recurse and everything else is replaced, unless the schema
 * (`x-fold`), the options or a marker says otherwise.
 *
 * @example
 * foldLayers(schemaOf({ port: { type: "integer", default: 80 } }), [
 *   { name: "host web1", origin: { file: "fleet.ts", line: 12 }, values: { port: 8443 } },
 * ]).leaf("port"); // value 8443, layer "host web1", shadowed: 80 of "default"
 */
export function foldLayers<T = unknown>(
  schema: Schema<unknown, T>,
  layers: readonly Layer<NoInfer<T>>[],
  options: FoldOptions = {},
): Folded<T> {
  return compileFold(schema, options)(layers);
}
