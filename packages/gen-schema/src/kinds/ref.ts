/**
 * The schema of a property that refers to an instance of another kind by its identity: a text for a
 * kind with one identity key. For a kind with several, name them: the value is then an object of them.
 * Works inside lists, maps and nested objects.
 *
 * @example
 * { environment: ref("environment"), peers: { type: "array", items: ref("host") } }
 */
export function ref<const K extends string>(
  kind: K,
): { readonly type: "string"; readonly "x-ref": K };
export function ref<const K extends string, const Keys extends readonly string[]>(
  kind: K,
  keys: Keys,
): {
  readonly type: "object";
  readonly properties: {
    readonly [Key in Keys[number]]: { readonly type: readonly ["string", "number"] };
  };
  readonly required: Keys;
  readonly additionalProperties: false;
  readonly "x-ref": K;
};
export function ref(kind: string, keys?: readonly string[]): object {
  if (keys === undefined) return { type: "string", "x-ref": kind };
  return {
    type: "object",
    properties: Object.fromEntries(keys.map((key) => [key, { type: ["string", "number"] }])),
    required: keys,
    additionalProperties: false,
    "x-ref": kind,
  };
}
