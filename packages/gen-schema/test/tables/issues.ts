/** A value that does not fit its schema, and what is said about it. */
export interface IssueCase {
  readonly schema: object;
  readonly value: unknown;
  /** `path: code` for each issue. */
  readonly issues: readonly string[];
  readonly message?: string;
}

export const ISSUES: readonly IssueCase[] = [
  {
    schema: { type: "integer" },
    value: "x",
    issues: [": type"],
    message: '(the whole value): expected an integer, got a string "x"',
  },
  { schema: { type: "integer" }, value: 1.5, issues: [": type"] },
  { schema: { type: "number" }, value: Number.NaN, issues: [": type"] },
  { schema: { type: "number" }, value: Number.POSITIVE_INFINITY, issues: [": type"] },
  {
    schema: { type: ["string", "null"] },
    value: 1,
    issues: [": type"],
    message: "(the whole value): expected a string or null, got a number 1",
  },
  {
    schema: { type: "boolean" },
    value: null,
    issues: [": type"],
    message: "(the whole value): expected true or false, got null",
  },
  {
    schema: { minimum: 1 },
    value: 0,
    issues: [": range"],
    message: "(the whole value): expected a number of at least 1, got 0",
  },
  {
    schema: { exclusiveMaximum: 1 },
    value: 1,
    issues: [": range"],
    message: "(the whole value): expected a number below 1, got 1",
  },
  { schema: { multipleOf: 5 }, value: 3, issues: [": range"] },
  {
    schema: { enum: ["red", "green"] },
    value: "rde",
    issues: [": enum"],
    message: '(the whole value): expected one of "red", "green", got "rde", did you mean "red"?',
  },
  { schema: { const: 5 }, value: 6, issues: [": const"] },
  { schema: { minLength: 2, pattern: "^a" }, value: "b", issues: [": length", ": pattern"] },
  {
    schema: { maxItems: 1 },
    value: [1, 2],
    issues: [": length"],
    message: "(the whole value): expected at most 1 element, got [1,2]",
  },
  { schema: { uniqueItems: true }, value: [1, 2, 1], issues: [": unique"] },
  {
    schema: { format: "email", type: "string" },
    value: "x",
    issues: [": format"],
    message: '(the whole value): expected a text of format email, got "x"',
  },
  {
    schema: { type: "object", required: ["a", "b"] },
    value: {},
    issues: ["a: missing", "b: missing"],
    message: "a is required",
  },
  {
    schema: { type: "object", dependentRequired: { a: ["b"] } },
    value: { a: 1 },
    issues: ["b: missing"],
    message: "b is required when a is there",
  },
  {
    schema: { type: "object", properties: { port: {}, host: {} }, additionalProperties: false },
    value: { prot: 1 },
    issues: ["prot: unknown-key"],
    message: 'prot is not a known key, did you mean "port"?',
  },
  {
    schema: {
      type: "object",
      properties: {
        a: { type: "object", properties: { b: { type: "string" } }, additionalProperties: false },
      },
    },
    value: { a: { b: 1, c: 2 } },
    issues: ["a.c: unknown-key", "a.b: type"],
  },
  {
    schema: { type: "array", items: { type: "integer" } },
    value: [1, "x", 2, "y"],
    issues: ["1: type", "3: type"],
  },
  {
    schema: { type: "array", prefixItems: [{ type: "string" }], items: false },
    value: ["a", 1],
    issues: [": length"],
  },
  {
    schema: { type: "object", propertyNames: { pattern: "^[a-z]+$" } },
    value: { A1: 1 },
    issues: ["A1: pattern"],
    message: "A1: expected a key like ^[a-z]+$",
  },
  {
    schema: { anyOf: [{ type: "string" }, { type: "integer" }] },
    value: true,
    issues: [": alternatives"],
    message: "(the whole value): expected a string or an integer, got true",
  },
  {
    schema: {
      anyOf: [
        { type: "string" },
        { type: "object", required: ["a"], properties: { a: { type: "integer" } } },
      ],
    },
    value: { a: "x" },
    issues: ["a: type"],
  },
  { schema: { oneOf: [{ minimum: 0 }, { maximum: 10 }] }, value: 5, issues: [": alternatives"] },
  { schema: { oneOf: [{ const: "a" }, { const: "b" }] }, value: "c", issues: [": enum"] },
  { schema: { title: "no text", not: { type: "string" } }, value: "x", issues: [": refused"] },
  { schema: { type: "object", properties: { a: false } }, value: { a: 1 }, issues: ["a: refused"] },
  {
    schema: JSON.parse('{ "title": "t", "if": { "type": "string" }, "then": { "minLength": 2 } }'),
    value: "x",
    issues: [": length"],
  },
  {
    schema: {
      type: "object",
      properties: { a: { $ref: "#/$defs/u" }, b: { type: "integer" } },
      $defs: { u: { anyOf: [{ $ref: "#/$defs/s" }, { type: "null" }] }, s: { type: "string" } },
    },
    value: { a: 1, b: "x" },
    issues: ["a: alternatives", "b: type"],
  },
];
