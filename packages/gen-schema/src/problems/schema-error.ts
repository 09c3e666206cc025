import type { Issue } from "./issue.ts";

/**
 * The one error of this package. `code` is that of the first issue and stable; `issues` has every
 * problem that was found, not only the first.
 */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
  readonly code: string;
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[], options?: ErrorOptions) {
    const [first] = issues;
    const more = issues.length > 1 ? issues.map((issue) => `\n  - ${issue.message}`).join("") : "";
    super(
      issues.length > 1 ? `${issues.length} problems:${more}` : (first?.message ?? "Refused."),
      options,
    );
    this.code = first?.code ?? "refused";
    this.issues = issues;
  }
}

/** Throws one {@link SchemaError} with one issue. */
export function refuse(issue: Omit<Issue, "path"> & { readonly path?: Issue["path"] }): never {
  throw new SchemaError([{ path: [], ...issue }]);
}
