import type { JsonSchema } from "./json-schema.ts";
import { actionSchema, type Piece } from "./valibot-actions.ts";

interface Conversion {
  readonly defs: Record<string, JsonSchema>;
  readonly names: Map<unknown, string>;
}

/**
 * The JSON Schema of what a Valibot schema accepts. Valibot's schemas are plain data and its package
 * has no converter, so its types and the checks that JSON Schema knows are read off; `check` and the
 * like run afterwards as Valibot's own validation.
 *
 * @throws Error naming the type that JSON cannot hold (`date`, `bigint`, `map`, …).
 */
export function fromValibot(source: object): JsonSchema {
  const conversion: Conversion = { defs: {}, names: new Map() };
  const schema = convert(conversion, source as Piece);
  return conversion.names.size === 0
    ? schema
    : { ...(schema as object), $defs: { ...conversion.defs } };
}

function convert(to: Conversion, piece: Piece): JsonSchema {
  const pipe = piece.pipe as readonly Piece[] | undefined;
  if (pipe === undefined) return typeSchema(to, piece);
  const [first, ...actions] = pipe;
  let schema = first === piece || first === undefined ? {} : convert(to, first);
  if (first !== undefined && first.pipe === undefined) schema = typeSchema(to, first);
  for (const action of actions) {
    if (action.kind === "transformation") break; // What follows is about the converted value.
    if (action.kind === "schema") schema = { allOf: [schema, convert(to, action)] };
    else schema = { ...(schema as object), ...actionSchema(action, schema) };
  }
  return schema;
}

function typeSchema(to: Conversion, piece: Piece): JsonSchema {
  const inner = (field: string): JsonSchema => convert(to, piece[field] as Piece);
  const list = (field: string): JsonSchema[] =>
    (piece[field] as readonly Piece[]).map((item) => convert(to, item));
  switch (piece.type) {
    case "string":
    case "number":
    case "boolean":
    case "null":
      return { type: piece.type };
    case "any":
    case "unknown":
    case "custom":
      return {};
    case "never":
      return { not: {} };
    case "literal":
      return { const: piece.literal };
    case "picklist":
    case "enum":
      return { enum: [...(piece.options as readonly unknown[])] };
    case "array":
      return { type: "array", items: inner("item") };
    case "tuple":
    case "loose_tuple":
    case "strict_tuple":
    case "tuple_with_rest":
      return tupleSchema(to, piece, list("items"));
    case "object":
    case "loose_object":
    case "strict_object":
    case "object_with_rest":
      return objectSchema(to, piece);
    case "record":
      return { type: "object", propertyNames: inner("key"), additionalProperties: inner("value") };
    case "union":
    case "variant":
      return { anyOf: list("options") };
    case "intersect":
      return { allOf: list("options") };
    case "nullable":
    case "nullish":
      return withDefault(piece, { anyOf: [inner("wrapped"), { type: "null" }] });
    case "optional":
    case "exact_optional":
    case "undefinedable":
      return withDefault(piece, inner("wrapped"));
    case "non_optional":
    case "non_nullish":
    case "non_nullable":
      return inner("wrapped");
    case "lazy":
      return lazySchema(to, piece);
    default:
      throw new Error(`JSON Schema has nothing for the type ${JSON.stringify(piece.type)}`);
  }
}

const MAY_LACK: ReadonlySet<string> = new Set(["optional", "exact_optional", "nullish"]);

function objectSchema(to: Conversion, piece: Piece): JsonSchema {
  const entries = Object.entries(piece.entries as Readonly<Record<string, Piece>>);
  const required = entries.filter(([, entry]) => !MAY_LACK.has(entry.type)).map(([key]) => key);
  const rest =
    piece.type === "strict_object"
      ? { additionalProperties: false }
      : piece.type === "object_with_rest"
        ? { additionalProperties: convert(to, piece.rest as Piece) }
        : {};
  return {
    type: "object",
    properties: Object.fromEntries(entries.map(([key, entry]) => [key, convert(to, entry)])),
    ...(required.length === 0 ? {} : { required }),
    ...rest,
  };
}

function tupleSchema(to: Conversion, piece: Piece, items: readonly JsonSchema[]): JsonSchema {
  const rest =
    piece.type === "strict_tuple"
      ? { items: false }
      : piece.type === "tuple_with_rest"
        ? { items: convert(to, piece.rest as Piece) }
        : {};
  return { type: "array", prefixItems: items, minItems: items.length, ...rest };
}

function withDefault(piece: Piece, schema: JsonSchema): JsonSchema {
  const given = piece.default;
  const value: unknown = typeof given === "function" ? given() : given;
  return value === undefined ? schema : { ...(schema as object), default: value };
}

/** A lazy schema is named once and referred to, so that it may contain itself. */
function lazySchema(to: Conversion, piece: Piece): JsonSchema {
  const target = (piece.getter as (input: unknown) => Piece)(undefined);
  let name = to.names.get(target);
  if (name === undefined) {
    name = `lazy${to.names.size + 1}`;
    to.names.set(target, name);
    to.defs[name] = {};
    to.defs[name] = convert(to, target);
  }
  return { $ref: `#/$defs/${name}` };
}
