import { type Path, showPath } from "../data/path.ts";
import { isPlain, own } from "../data/plain.ts";
import { show } from "../data/show.ts";
import type { Issue } from "../problems/issue.ts";
import { didYouMean, nearest } from "../problems/nearest.ts";
import type { JsonSchema } from "./json-schema.ts";
import { FORMATS, KEYWORDS } from "./keywords.ts";
import { refIssues } from "./ref-issues.ts";
import { subschemas } from "./subschemas.ts";

/** Deeper nesting is refused: validators are recursive functions. References count as one step. */
const MAX_DEPTH = 500;

/** What is wrong with a schema that a validator would stumble over, each thing named. */
export function schemaIssues(root: unknown): Issue[] {
  const issues: Issue[] = [];
  for (const { schema, path } of subschemas(root)) {
    if (typeof schema === "boolean") continue;
    if (path.length > MAX_DEPTH) {
      issues.push({
        code: "schema-deep",
        path,
        message: `The schema is nested more than ${MAX_DEPTH} steps deep`,
        remedy: "Name its parts in $defs and refer to them.",
      });
      break;
    }
    const where = path.length === 0 ? "The schema" : `The schema at ${showPath(path)}`;
    if (!isPlain(schema)) {
      issues.push({
        code: "schema-invalid",
        path,
        message: `${where} is ${show(schema)}, which is no JSON Schema`,
        expected: "an object, true or false",
        got: show(schema),
      });
      continue;
    }
    for (const keyword of Object.keys(schema)) {
      if (KEYWORDS.has(keyword) || keyword.startsWith("x-")) continue;
      const suggestion = nearest(keyword, KEYWORDS);
      issues.push({
        code: "keyword-unknown",
        path: [...path, keyword],
        message: `${where} has no keyword ${JSON.stringify(keyword)}${didYouMean(suggestion)}`,
        got: keyword,
        ...(suggestion === undefined ? {} : { suggestion }),
        remedy: "Correct it, or begin an annotation of your own with x-.",
      });
    }
    issues.push(...valueIssues(root as JsonSchema, schema, path, where));
  }
  return issues;
}

function valueIssues(
  root: JsonSchema,
  schema: Readonly<Record<string, unknown>>,
  path: Path,
  where: string,
): Issue[] {
  const issues: Issue[] = [];
  const format = own(schema, "format");
  if (typeof format === "string" && !FORMATS.has(format)) {
    const suggestion = nearest(format, FORMATS);
    issues.push({
      code: "format-unknown",
      path: [...path, "format"],
      message: `${where} names an unknown format ${JSON.stringify(format)}${didYouMean(suggestion)}`,
      got: format,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }
  for (const [pattern, at] of patternsOf(schema)) {
    try {
      new RegExp(pattern, "u");
    } catch (cause) {
      issues.push({
        code: "pattern-invalid",
        path: [...path, ...at],
        message: `${where} has a pattern that is no regular expression: ${(cause as Error).message}`,
        got: pattern,
      });
    }
  }
  for (const [keyword, needs] of NEEDS) {
    if (
      own(schema, keyword) === undefined ||
      needs.some((other) => own(schema, other) !== undefined)
    ) {
      continue;
    }
    issues.push({
      code: "keyword-idle",
      path: [...path, keyword],
      message: `${where} has ${keyword}, which does nothing without ${needs.join(" or ")}`,
      remedy: `Remove ${keyword}, or add ${needs.join(" or ")}.`,
    });
  }
  const ref = own(schema, "$ref");
  if (typeof ref === "string") issues.push(...refIssues(root, schema, ref, path, where));
  return issues;
}

/** Keywords that only mean something beside others. */
const NEEDS: readonly (readonly [string, readonly string[]])[] = [
  ["if", ["then", "else"]],
  ["then", ["if"]],
  ["else", ["if"]],
  ["minContains", ["contains"]],
  ["maxContains", ["contains"]],
];

function patternsOf(schema: Readonly<Record<string, unknown>>): [string, Path][] {
  const found: [string, Path][] = [];
  const pattern = own(schema, "pattern");
  if (typeof pattern === "string") found.push([pattern, ["pattern"]]);
  const named = own(schema, "patternProperties");
  if (isPlain(named)) {
    for (const key of Object.keys(named)) found.push([key, ["patternProperties", key]]);
  }
  return found;
}
