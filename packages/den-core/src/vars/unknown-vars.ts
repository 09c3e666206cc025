import type { VarsAccessor } from "../author/content.ts";
import { refuse } from "../diagnostics/den-error.ts";

/**
 * Generated values before it can be known which there are: every name is there, and says nothing.
 * What is computed from them is computed again.
 */
export const UNKNOWN_VARS: VarsAccessor = anyName(() => ({
  files: anyName(() => ({
    path: "",
    value: "",
    exists: false,
    terraform: "",
    shell: { name: "", eval: "" },
  })),
})) as VarsAccessor;

/** Generated values as policies see them: not at all, since which there are follows from policies. */
export const UNDECIDED_VARS: VarsAccessor = new Proxy(
  {},
  {
    get: (_target, key) =>
      typeof key === "string"
        ? refuse(
            "DEN_VARS_DECIDE",
            `a policy reads the generated value ${key}: which there are follows from what policies decide`,
            { remedy: "read it in the content of a class" },
          )
        : undefined,
  },
);

function anyName(make: () => object): object {
  const value = make();
  return new Proxy(
    {},
    {
      get: (_target, key) => (typeof key === "string" ? value : undefined),
      has: (_target, key) => typeof key === "string",
    },
  );
}
