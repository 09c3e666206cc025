import type { Finding } from "../diagnostics/finding.ts";
import type { Origin } from "../diagnostics/origin.ts";
import type { AspectModel, AspectPart, AspectRef } from "../model/model.ts";

/** Why a scope includes an aspect of its own accord. */
export type Reason =
  | { readonly kind: "name"; readonly of: string }
  | { readonly kind: "includes" }
  | { readonly kind: "policy"; readonly policy: string }
  | { readonly kind: "narrowed"; readonly by: string };

/** Where the walk of a scope begins: an aspect that the scope, or one above it, asks for. */
export interface Root {
  readonly ref: AspectRef;
  /** The scope that asks. */
  readonly owner: string;
  readonly reason: Reason;
}

/** One step that led to an aspect: from a root, or from another aspect's includes. */
export type Step = { readonly root: Root } | { readonly from: string; readonly origin: Origin };

/** An aspect as it stands at a scope. */
export interface ResolvedAspect {
  readonly aspect: AspectModel;
  /** Every step that leads here; chains are read off them. */
  readonly steps: readonly Step[];
  /** The scopes whose roots lead here: the scope itself, or ones above. */
  readonly owners: ReadonlySet<string>;
  /** Its parts, with parametric ones replaced by what they return here. */
  readonly parts: readonly AspectPart[];
  /** Kinds below this scope that parametric parts wait for. */
  readonly waitsFor: ReadonlySet<string>;
}

/** An aspect that an exclude kept out, and who excluded it. */
export interface Tombstone {
  readonly aspect: string;
  readonly step: Step;
  readonly by: Excluder;
}

/** Who excludes: an entity, an aspect or a policy, and where it says so. */
export interface Excluder {
  readonly scope?: string;
  readonly aspect?: string;
  readonly policy?: string;
  readonly origin: Origin;
}

/** The aspects of a scope, in the order of the walk, and what was kept out. */
export interface Resolution {
  readonly aspects: ReadonlyMap<string, ResolvedAspect>;
  readonly tombstones: readonly Tombstone[];
  readonly findings: readonly Finding[];
}

/** The chain of names that leads from a root to an aspect, one for each step, shortest first, at most `limit`. */
export function chainsTo(resolution: Resolution, name: string, limit = 16): string[][] {
  const chains: string[][] = [];
  const queue: { readonly at: string; readonly tail: readonly string[] }[] = [
    { at: name, tail: [name] },
  ];
  for (
    let next = queue.shift();
    next !== undefined && chains.length < limit;
    next = queue.shift()
  ) {
    for (const step of resolution.aspects.get(next.at)?.steps ?? []) {
      if ("root" in step) {
        chains.push([rootText(step.root), ...next.tail]);
      } else if (!next.tail.includes(step.from) && queue.length < 10_000) {
        queue.push({ at: step.from, tail: [step.from, ...next.tail] });
      }
    }
  }
  return chains.slice(0, limit);
}

/** `host web1`, `user alice@web1 (policy p)`: how a chain begins. */
export function rootText(root: Root): string {
  const owner = root.owner.replace(":", " ");
  switch (root.reason.kind) {
    case "name":
      return `${owner} (by its name)`;
    case "policy":
      return `${owner} (policy ${root.reason.policy})`;
    case "narrowed":
      return `${owner} (provided by ${root.reason.by})`;
    default:
      return owner;
  }
}
