import type { VarsAccessor } from "../author/content.ts";

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
