import { endless } from "../data/endless.ts";
import { showPath } from "../data/path.ts";
import { withDefaults } from "../layers/fill.ts";
import type { Issue } from "../problems/issue.ts";
import { SchemaError } from "../problems/schema-error.ts";
import { friendly } from "./friendly.ts";
import type { Schema } from "./schema.ts";

/** What else is known about a value that is validated. */
export interface ValidateOptions {
  /** Where the value was written, as any plain data; handed on in each issue. */
  readonly origin?: unknown;
}

/**
 * Everything that is wrong with a value, empty when nothing is. The value is never changed: no
 * defaults are filled in, nothing is converted.
 *
 * Codes: `type`, `missing`, `unknown-key`, `enum`, `const`, `range`, `length`, `pattern`, `format`,
 * `unique`, `alternatives`, `refused`, `refine`, `value-endless`, `value-deep`.
 */
export function validate(
  schema: Schema,
  value: unknown,
  options: ValidateOptions = {},
): readonly Issue[] {
  const { origin } = options;
  const issues = issuesOf(schema, value);
  return origin === undefined ? issues : issues.map((issue) => ({ ...issue, origin }));
}

function issuesOf(schema: Schema, value: unknown): readonly Issue[] {
  const check = schema["~validator"]();
  try {
    if (!check(value)) return friendly(check.errors ?? []);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    return [tooDeep(value)];
  }
  const extra = schema["~extra"]?.(value) ?? [];
  return extra.map(({ message, path }) => ({
    code: "refine",
    path,
    message: `${showPath(path)}: ${message}`,
  }));
}

/** A copy of the value with the defaults in, if nothing is wrong with it. @throws SchemaError with every issue. */
export function parse<T>(
  schema: Schema<unknown, T>,
  value: unknown,
  options: ValidateOptions = {},
): T {
  const filled = withDefaults(schema, value);
  const issues = validate(schema, filled, options);
  if (issues.length > 0) throw new SchemaError(issues);
  return filled;
}

function tooDeep(value: unknown): Issue {
  const path = endless(value);
  return path === undefined
    ? { code: "value-deep", path: [], message: "The value is nested too deeply to be checked" }
    : { code: "value-endless", path, message: `The value at ${showPath(path)} contains itself` };
}
