import type { ErrorObject } from "ajv/dist/2020.js";
import { fromPointer, type Path, showPath } from "../data/path.ts";
import { own } from "../data/plain.ts";
import { show } from "../data/show.ts";
import type { Issue } from "../problems/issue.ts";
import { didYouMean, nearest } from "../problems/nearest.ts";
import { condense } from "./condense.ts";
import { describe, kindAndValue, typeWords } from "./type-words.ts";

/** ajv's errors as issues: the noise of combinators folded into one issue each. */
export function friendly(errors: readonly ErrorObject[]): Issue[] {
  return condense(errors).map(one);
}

type Words = Partial<Issue> & { readonly code: string; readonly says?: string };

function one(error: ErrorObject): Issue {
  const words = wordsOf(error);
  const path = words.path ?? fromPointer(error.instancePath);
  const { says, ...rest } = words;
  const got = rest.got ?? show(error.data);
  const message =
    says === undefined
      ? `${showPath(path)}: expected ${rest.expected}, got ${got}${didYouMean(rest.suggestion)}`
      : `${says}${didYouMean(rest.suggestion)}`;
  return { ...rest, path, got, message };
}

function wordsOf(error: ErrorObject): Words {
  const { keyword, params } = error;
  const path: Path = fromPointer(error.instancePath);
  switch (keyword) {
    case "type":
      return { code: "type", expected: typeWords(params.type), got: kindAndValue(error.data) };
    case "required":
      return missing(path, String(params.missingProperty));
    case "dependentRequired":
      return missing(path, String(params.missingProperty), String(params.property));
    case "additionalProperties":
    case "unevaluatedProperties":
      return unknownKey(
        path,
        String(params.additionalProperty ?? params.unevaluatedProperty),
        error,
      );
    case "enum":
      return oneOfValues(error, Array.isArray(params.allowedValues) ? params.allowedValues : []);
    case "const":
      return { code: "const", expected: show(params.allowedValue) };
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
    case "exclusiveMaximum":
      return { code: "range", expected: `a number ${BOUND.get(keyword)} ${params.limit}` };
    case "multipleOf":
      return { code: "range", expected: `a multiple of ${params.multipleOf}` };
    case "minLength":
      return { code: "length", expected: `at least ${count(params.limit, "character")}` };
    case "maxLength":
      return { code: "length", expected: `at most ${count(params.limit, "character")}` };
    case "minItems":
      return { code: "length", expected: `at least ${count(params.limit, "element")}` };
    case "maxItems":
    case "items":
    case "unevaluatedItems":
      return {
        code: "length",
        expected: `at most ${count(params.limit ?? params.len, "element")}`,
      };
    case "minProperties":
      return { code: "length", expected: `at least ${count(params.limit, "key")}` };
    case "maxProperties":
      return { code: "length", expected: `at most ${count(params.limit, "key")}` };
    case "pattern":
      return error.propertyName === undefined
        ? { code: "pattern", expected: `a text like ${params.pattern}` }
        : badKey(path, error.propertyName, `like ${params.pattern}`);
    case "format":
      return { code: "format", expected: `a text of format ${params.format}` };
    case "uniqueItems":
      return {
        code: "unique",
        expected: "elements that differ",
        got: `the same at ${params.j} and ${params.i}`,
      };
    case "anyOf":
    case "oneOf":
      return alternatives(error);
    case "false schema":
      return { code: "refused", expected: "nothing" };
    default:
      return { code: "refused", expected: `a value that ${error.message ?? keyword}` };
  }
}

const BOUND: ReadonlyMap<string, string> = new Map([
  ["minimum", "of at least"],
  ["maximum", "of at most"],
  ["exclusiveMinimum", "above"],
  ["exclusiveMaximum", "below"],
]);

function count(n: unknown, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

function missing(path: Path, key: string, because?: string): Words {
  const at = [...path, key];
  const why = because === undefined ? "" : ` when ${showPath([...path, because])} is there`;
  return {
    code: "missing",
    path: at,
    expected: "a value",
    got: "nothing",
    says: `${showPath(at)} is required${why}`,
  };
}

function unknownKey(path: Path, key: string, error: ErrorObject): Words {
  const known = Object.keys(own(error.parentSchema, "properties") ?? {});
  const suggestion = nearest(key, known);
  const at = [...path, key];
  return {
    code: "unknown-key",
    path: at,
    expected: known.length === 0 ? "no keys" : `one of ${known.join(", ")}`,
    got: key,
    says: `${showPath(at)} is not a known key`,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function badKey(path: Path, key: string, expected: string): Words {
  const at = [...path, key];
  return {
    code: "pattern",
    path: at,
    expected: `a key ${expected}`,
    got: key,
    says: `${showPath(at)}: expected a key ${expected}`,
  };
}

function oneOfValues(error: ErrorObject, allowed: readonly unknown[]): Words {
  const texts = allowed.filter((item) => typeof item === "string");
  const suggestion = typeof error.data === "string" ? nearest(error.data, texts) : undefined;
  return {
    code: "enum",
    expected: `one of ${allowed.map((item) => show(item)).join(", ")}`,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function alternatives(error: ErrorObject): Words {
  if (error.keyword === "oneOf" && Array.isArray(error.params.passingSchemas)) {
    return { code: "alternatives", expected: "exactly one of the alternatives to match" };
  }
  const branches = Array.isArray(error.schema) ? error.schema : [];
  const constants = branches.map((branch) => own(branch, "const"));
  if (constants.every((item) => item !== undefined)) return oneOfValues(error, constants);
  return {
    code: "alternatives",
    expected: branches.map((branch) => describe(branch)).join(" or "),
  };
}
