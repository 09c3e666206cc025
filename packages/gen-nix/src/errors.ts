/** What went wrong, as a stable word that programs can switch on. */
export type NixErrorCode =
  // values that Nix cannot hold
  | "UNDEFINED_VALUE"
  | "NOT_FINITE"
  | "INTEGER_RANGE"
  | "CYCLE"
  | "CLASS_INSTANCE"
  | "SYMBOL_VALUE"
  | "SPARSE_ARRAY"
  | "BAD_CHARACTER"
  | "TOO_DEEP"
  // functions that have no Nix counterpart
  | "FUNCTION_VALUE"
  | "REST_PARAMETER"
  | "PARAMETER_DEFAULT"
  // uses of a symbolic value that JavaScript answers by itself, and would answer wrongly
  | "SYMBOLIC_COERCION"
  | "SYMBOLIC_ITERATION"
  | "SYMBOLIC_KEYS"
  | "SYMBOLIC_MUTATION"
  | "SYMBOLIC_AWAIT"
  | "SYMBOLIC_JSON"
  | "SYMBOLIC_NEW"
  | "MISSING_ARGUMENT"
  | "BROKEN_PLACEHOLDER"
  // building
  | "BAD_NAME"
  | "BAD_PATH"
  | "BAD_OPERATOR"
  | "BAD_ARGUMENT"
  | "BAD_RAW"
  | "BAD_SPLICE"
  // evaluating
  | "NIX_MISSING"
  | "NIX_FAILED"
  | "NIX_SYNTAX"
  | "NIX_TIMEOUT"
  | "NIX_ABORTED"
  | "NIX_OUTPUT_LIMIT"
  | "NIX_OUTPUT"
  | "NIX_VALUE";

/** Where inside a value something stands: attribute names and list indexes, outermost first. */
export type ValuePath = readonly (string | number)[];

/** One problem: what, where in the value, and what to do about it. */
export interface NixIssue {
  readonly code: NixErrorCode;
  /** What is wrong, without the place. */
  readonly message: string;
  /** Path to the culprit inside the value that was given. */
  readonly path: ValuePath;
  /** What the author can do. */
  readonly remedy: string;
}

const PLAIN = /^[A-Za-z_$][\w$'-]*$/;

/** `["services", "a b", 0]` → `services["a b"][0]`; the empty path is `(root)`. */
export function showPath(path: ValuePath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (!PLAIN.test(step)) text += `[${JSON.stringify(step)}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text === "" ? "(root)" : text;
}

/** A place in Nix source: in a file, or in the text that was evaluated. */
export interface NixPosition {
  /** The file, or undefined when it is the evaluated text itself. */
  readonly file: string | undefined;
  /** From 1; in the expression as `print` gives it when `file` is undefined. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** What Nix said when it failed. */
export interface NixFailure {
  /** Which of the expressions failed, from 0; undefined when Nix did not say. */
  readonly expression: number | undefined;
  /** What the caller calls that expression. */
  readonly origin: string | undefined;
  readonly position: NixPosition | undefined;
  /** Nix's own words, without the trace. */
  readonly text: string;
  /** All that Nix printed, the trace included. */
  readonly stderr: string;
  /** `exit 1`, or the name of the signal that ended Nix. */
  readonly status: string;
}

function line(issue: NixIssue): string {
  const place = issue.path.length === 0 ? "" : `${showPath(issue.path)}: `;
  return `${place}${issue.message}${issue.remedy === "" ? "" : ` (${issue.remedy})`}`;
}

/**
 * The one error class of this package. `code` is that of the first issue; `issues` holds all that
 * one call found.
 */
export class NixError extends Error {
  override readonly name: string = "NixError";
  readonly code: NixErrorCode;
  readonly issues: readonly NixIssue[];
  /** For errors that Nix reported. */
  readonly failure: NixFailure | undefined;

  constructor(
    issues: readonly NixIssue[],
    options: { readonly cause?: unknown; readonly failure?: NixFailure } = {},
  ) {
    super(
      issues.length === 1
        ? issues.map(line).join("")
        : `${issues.length} problems\n${issues.map((issue) => `- ${line(issue)}`).join("\n")}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.failure = options.failure;
    this.code = issues[0]?.code ?? "BAD_ARGUMENT";
    this.issues = issues;
  }
}

/** A {@link NixError} of one issue. */
export function nixError(
  code: NixErrorCode,
  message: string,
  remedy = "",
  path: ValuePath = [],
): NixError {
  return new NixError([{ code, message, path, remedy }]);
}
