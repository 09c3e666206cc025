import { type Layer, type Schema, schemaOf } from "gen-schema";

const FIELDS = 20;
const LAYERS = 5;

/** What is measured: the entities' layers, and the bare records in them. */
export interface Fleet {
  readonly name: string;
  readonly schema: Schema;
  readonly records: readonly (readonly Record<string, unknown>[])[];
  readonly layers: readonly (readonly Layer[])[];
}

const field = (index: number): string => `field${index}`;

function fleet(
  name: string,
  count: number,
  properties: object,
  value: (entity: number, layer: number, index: number) => unknown,
  layer: (index: number) => object = () => ({}),
): Fleet {
  const records = Array.from({ length: count }, (_, entity) =>
    Array.from({ length: LAYERS }, (_, level) =>
      Object.fromEntries(
        Array.from({ length: FIELDS }, (_, index) => [field(index), value(entity, level, index)]),
      ),
    ),
  );
  return {
    name,
    schema: schemaOf({ type: "object", properties, additionalProperties: false }),
    records,
    layers: records.map((values, entity) =>
      values.map((values, index) => ({
        name: `layer${index}`,
        origin: { file: `${entity}.ts`, line: index },
        values,
        ...layer(index),
      })),
    ),
  };
}

const record = (make: (index: number) => unknown): object =>
  Object.fromEntries(Array.from({ length: FIELDS }, (_, index) => [field(index), make(index)]));

const simple = (entity: number, layer: number, index: number): unknown =>
  index % 2 === 0 ? entity + layer * 100 + index : `value ${layer}`;
const typed = (index: number): object => ({ type: index % 2 === 0 ? "integer" : "string" });

/** Every layer sets every field: texts and numbers. */
export const plainFleet = (count: number): Fleet => fleet("plain", count, record(typed), simple);

/** The same, with a default in the schema for each field. */
export const defaultsFleet = (count: number): Fleet =>
  fleet(
    "with defaults",
    count,
    record((index) => ({ ...typed(index), default: index % 2 === 0 ? 0 : "" })),
    simple,
  );

/** The same, with two layers of one rank that agree. */
export const peersFleet = (count: number): Fleet =>
  fleet(
    "with peers",
    count,
    record(typed),
    (entity, layer, index) => simple(entity, Math.max(1, layer), index),
    (index) => ({ rank: Math.max(1, index) }),
  );

/** Lists that add up, lists that replace, and nested objects among them. */
export const mixedFleet = (count: number): Fleet =>
  fleet(
    "lists and objects",
    count,
    record((index) =>
      index % 5 === 0
        ? { type: "array", items: { type: "integer" }, "x-fold": "append" }
        : index % 5 === 1
          ? { type: "array", items: { type: "integer" } }
          : index % 5 === 2
            ? { type: "object", properties: { a: { type: "integer" }, b: { type: "integer" } } }
            : { type: "integer" },
    ),
    (entity, layer, index) =>
      index % 5 === 0 || index % 5 === 1
        ? [layer]
        : index % 5 === 2
          ? { a: layer, b: entity }
          : entity + layer,
  );
