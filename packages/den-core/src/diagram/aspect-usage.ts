import type { NodeId } from "../pipeline/base.ts";
import { placedText } from "./details.ts";
import type { ScopeAspects } from "./scope-aspects.ts";

/** What excludes wherever it is. */
type Excluding = { readonly aspect: string } | { readonly policy: string };

/** How the aspects of a fleet are used, over all its scopes. */
export interface AspectUsage {
  /** The scopes that ask for an aspect themselves, and those where it is then. */
  readonly asked: ReadonlyMap<string, ReadonlySet<NodeId>>;
  readonly reached: ReadonlyMap<string, ReadonlySet<NodeId>>;
  readonly policies: ReadonlyMap<
    string,
    { readonly aspects: ReadonlySet<string>; readonly scopes: ReadonlySet<NodeId> }
  >;
  /** Policies and aspects that exclude an aspect, each pair once. */
  readonly exclusions: ReadonlyMap<string, { readonly aspect: string; readonly by: Excluding }>;
  /** Entities that exclude an aspect, in words. */
  readonly excluders: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Counts who brings and who keeps out each aspect, at scopes that each tell what they have by themselves. */
export function aspectUsage(scopes: readonly ScopeAspects[]): AspectUsage {
  const asked = new Map<string, Set<NodeId>>();
  const reached = new Map<string, Set<NodeId>>();
  const policies = new Map<string, { aspects: Set<string>; scopes: Set<NodeId> }>();
  const add = (to: Map<string, Set<NodeId>>, name: string, scope: NodeId): void => {
    const found = to.get(name) ?? new Set();
    to.set(name, found.add(scope));
  };
  for (const { scope, steps } of scopes) {
    for (const { aspect, from } of steps) {
      add(reached, aspect, scope);
      if ("aspect" in from) continue;
      if (!("policy" in from)) add(asked, aspect, from.scope);
      else {
        const policy = policies.get(from.policy) ?? { aspects: new Set(), scopes: new Set() };
        policy.aspects.add(aspect);
        policy.scopes.add(from.scope);
        policies.set(from.policy, policy);
      }
    }
  }
  const exclusions = new Map<string, { readonly aspect: string; readonly by: Excluding }>();
  const excluders = new Map<string, Set<string>>();
  for (const { aspect, by, origin } of scopes.flatMap(({ excluded }) => excluded)) {
    if ("policy" in by || "aspect" in by) {
      const rule: Excluding = "policy" in by ? { policy: by.policy } : by;
      exclusions.set(JSON.stringify([aspect, rule]), { aspect, by: rule });
    } else {
      add(excluders, aspect, placedText(by.scope.replace(":", " "), origin));
    }
  }
  return { asked, reached, policies, exclusions, excluders };
}
