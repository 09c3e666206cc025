import { hasOwn } from "../data/plain.ts";
import { refuse } from "../problems/schema-error.ts";
import { fromValibot } from "./from-valibot.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { ExtraCheck } from "./schema.ts";

/** Whether a value speaks Standard Schema: it has `~standard`. */
export function isStandard(value: object): boolean {
  const standard = (value as { "~standard"?: unknown })["~standard"];
  return typeof standard === "object" && standard !== null;
}

interface Standard {
  readonly vendor: string;
  readonly validate?: (value: unknown) => unknown;
  readonly jsonSchema?: { readonly input: (options: { target: string }) => unknown };
}

/** The JSON Schema of what a Standard Schema accepts, and its own validation for what that cannot say. */
export function fromStandard(source: object): {
  readonly json: JsonSchema;
  readonly extra: ExtraCheck | undefined;
} {
  const standard = (source as { "~standard": Standard })["~standard"];
  return { json: jsonOf(source, standard), extra: extraOf(standard) };
}

function jsonOf(source: object, standard: Standard): JsonSchema {
  const { vendor } = standard;
  try {
    if (typeof standard.jsonSchema?.input === "function") {
      return standard.jsonSchema.input({ target: "draft-2020-12" }) as JsonSchema;
    }
    if (vendor === "valibot") return fromValibot(source);
  } catch (cause) {
    return refuse({
      code: "no-json-schema",
      message: `The ${vendor} schema has no JSON Schema: ${(cause as Error).message}`,
      remedy: "Use types that JSON can hold, or hand over the JSON Schema itself.",
    });
  }
  return refuse({
    code: "no-json-schema",
    message: `The ${vendor} schema cannot give JSON Schema (no ~standard.jsonSchema)`,
    remedy: "Convert it with the library's own converter and hand over the result.",
  });
}

/** `validate` runs after ajv, for refinements; what it converts is not used. */
function extraOf(standard: Standard): ExtraCheck | undefined {
  const { validate } = standard;
  if (typeof validate !== "function") return undefined;
  return (value) => {
    const result = validate(value) as { issues?: readonly RawIssue[] } | PromiseLike<unknown>;
    if ("then" in result) {
      return [{ message: `the ${standard.vendor} schema checks asynchronously`, path: [] }];
    }
    return (result.issues ?? []).map((issue) => ({
      message: issue.message,
      path: (issue.path ?? []).map((part) =>
        String(typeof part === "object" && part !== null && hasOwn(part, "key") ? part.key : part),
      ),
    }));
  };
}

interface RawIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
}
