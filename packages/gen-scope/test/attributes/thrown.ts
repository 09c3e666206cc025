import { type ChainStep, ScopeError } from "gen-scope";

/** The ScopeError that `run` throws; anything else passes through. */
export function thrown(run: () => unknown): ScopeError {
  try {
    run();
  } catch (error) {
    if (error instanceof ScopeError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** The chain of the first issue, as `attribute(node)` texts. */
export function chainOf(error: ScopeError): string[] {
  const chain: readonly ChainStep[] = error.issues[0]?.chain ?? [];
  return chain.map(
    ({ attribute, node, arg }) =>
      `${attribute}(${String(node)}${arg === undefined ? "" : `, ${String(arg)}`})`,
  );
}
