export type { Change, Effect, SchemaDiff, Verdict } from "./compare/change.ts";
export { diffSchemas } from "./compare/diff-schemas.ts";
export { canonical } from "./data/canonical.ts";
export { type Path, type PathLike, showPath } from "./data/path.ts";
export { type JsonSchemaOptions, toJsonSchema } from "./introspect/to-json-schema.ts";
export { type MarkdownOptions, toMarkdown } from "./introspect/to-markdown.ts";
export { type TypeScriptOptions, toTypeScript } from "./introspect/to-typescript.ts";
export { defineKind, type Kind, type KindOptions } from "./kinds/define-kind.ts";
export { identityOf } from "./kinds/identity.ts";
export type { BackReference, Instance, Reference } from "./kinds/instance.ts";
export { type InstanceRecord, openRegistry, type Registry } from "./kinds/open-registry.ts";
export { ref } from "./kinds/ref.ts";
export { compileFold, type Fold, type FoldOptions, foldLayers } from "./layers/compile-fold.ts";
export { withDefaults } from "./layers/fill.ts";
export type { At, Folded } from "./layers/folded.ts";
export type { Definition, Layer, LayerValue, Leaf } from "./layers/layer.ts";
export {
  append,
  byDefault,
  force,
  isMarked,
  lazy,
  type Marked,
  merge,
  type Priority,
  prepend,
  type Read,
  replace,
  reset,
  union,
  unset,
  when,
  withPriority,
} from "./layers/marker.ts";
export type { FoldOverrides } from "./layers/overrides.ts";
export type { Finding } from "./layers/state.ts";
export type { Combine, Strategies } from "./layers/strategy.ts";
export { applyMixin } from "./mixins/apply-mixin.ts";
export {
  type Base,
  composeMixins,
  type Fields,
  type Mixin,
  type MixinOptions,
  mixin,
} from "./mixins/mixin.ts";
export type { Issue } from "./problems/issue.ts";
export { didYouMean, nearest } from "./problems/nearest.ts";
export { SchemaError } from "./problems/schema-error.ts";
export type { Infer, InferInput, InferOutput } from "./schema/infer.ts";
export type { FoldName, JsonSchema, JsonSchemaObject, JsonType } from "./schema/json-schema.ts";
export { isSchema, type Schema } from "./schema/schema.ts";
export { fields, schemaOf } from "./schema/schema-of.ts";
export { parse, type ValidateOptions, validate } from "./schema/validate.ts";
