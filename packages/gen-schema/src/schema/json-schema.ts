/** The names of JSON's types, as `type` has them. */
export type JsonType = "string" | "number" | "integer" | "boolean" | "object" | "array" | "null";

/** How the layers of a field are folded; see `foldLayers`. Any other name is a custom strategy. */
export type FoldName = "replace" | "append" | "prepend" | "union" | "merge";

/** A schema of JSON Schema 2020-12 as an object, with our one annotation, `x-fold`. */
export interface JsonSchemaObject {
  readonly type?: JsonType | readonly JsonType[];
  readonly properties?: { readonly [name: string]: JsonSchema };
  readonly required?: readonly string[] | boolean;
  readonly additionalProperties?: JsonSchema;
  readonly patternProperties?: { readonly [pattern: string]: JsonSchema };
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly allOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly $defs?: { readonly [name: string]: JsonSchema };
  readonly title?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  /** How layers fold at this field: one of {@link FoldName}, or the name of a strategy handed to the fold. */
  readonly "x-fold"?: string;
  readonly [keyword: string]: unknown;
}

/** A JSON Schema: `true` allows everything, `false` nothing. */
export type JsonSchema = boolean | JsonSchemaObject;
