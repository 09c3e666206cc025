export { type Path, type PathLike, showPath } from "./data/path.ts";
export { compileFold, type Fold, type FoldOptions, foldLayers } from "./layers/compile-fold.ts";
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
export type { Finding } from "./layers/state.ts";
export type { Combine, Strategies } from "./layers/strategy.ts";
export type { Issue } from "./problems/issue.ts";
export { didYouMean, nearest } from "./problems/nearest.ts";
export { SchemaError } from "./problems/schema-error.ts";
export type { Infer, InferInput, InferOutput } from "./schema/infer.ts";
export type { JsonSchema, JsonSchemaObject } from "./schema/json-schema.ts";
export type { Schema } from "./schema/schema.ts";
export { fields, isSchema, schemaOf } from "./schema/schema-of.ts";
export { parse, validate } from "./schema/validate.ts";
