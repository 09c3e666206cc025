/** Keywords that hold one schema. */
export const ONE: ReadonlySet<string> = new Set([
  "items",
  "additionalProperties",
  "unevaluatedProperties",
  "unevaluatedItems",
  "additionalItems",
  "contains",
  "not",
  "if",
  "then",
  "else",
  "propertyNames",
  "contentSchema",
]);

/** Keywords that hold a list of schemas. */
export const LIST: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);

/** Keywords that hold schemas by name. */
export const NAMED: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "$defs",
  "definitions",
  "dependentSchemas",
]);

/** Every keyword that is understood; others must begin with `x-`. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  ...ONE,
  ...LIST,
  ...NAMED,
  ..."$schema $id $anchor $ref $dynamicAnchor $dynamicRef $comment $vocabulary".split(" "),
  ..."type enum const default title description examples deprecated readOnly writeOnly".split(" "),
  ..."multipleOf maximum exclusiveMaximum minimum exclusiveMinimum".split(" "),
  ..."maxLength minLength pattern format contentEncoding contentMediaType".split(" "),
  ..."maxItems minItems uniqueItems maxContains minContains".split(" "),
  ..."maxProperties minProperties required dependentRequired".split(" "),
  ..."nullable discriminator".split(" "),
]);

/** Formats that are checked (those of ajv-formats). */
export const FORMATS: ReadonlySet<string> = new Set(
  "date time date-time iso-time iso-date-time duration uri uri-reference uri-template url email hostname ipv4 ipv6 regex uuid json-pointer json-pointer-uri-fragment relative-json-pointer byte int32 int64 float double password binary".split(
    " ",
  ),
);
