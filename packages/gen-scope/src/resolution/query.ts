import { refuse, type ScopeIssue } from "../error/scope-error.ts";
import type { ResolutionPolicy } from "./resolution-policy.ts";
import type { Declaration, Scope } from "./scope-graph.ts";

/** What to look for, from where, and by which policy. */
export interface Query<T extends Declaration = Declaration> {
  readonly from: Scope;
  /** One of {@link presets}, or made by {@link resolutionPolicy}. */
  readonly policy: ResolutionPolicy;
  /** The name of the declaration, or a test of it (WFD in van Antwerpen et al. 2018). Without it all match. */
  readonly match?: string | ((declaration: T) => boolean);
  /** @default "declaration" */
  readonly relation?: string;
  /**
   * Only declarations of one group shadow each other, and only they are ambiguous together. To ask
   * for everything visible: `groupBy: (declaration) => declaration.name`. Without it all that match
   * compete.
   */
  readonly groupBy?: (declaration: T) => string;
  /**
   * Instead of `groupBy`: does `winner`, on a more specific path, shadow `loser`? Reflexive and
   * transitive (≤d in van Antwerpen et al. 2018, Fig. 1). Compares path by path: mind `budget`.
   */
  readonly shadows?: (winner: T, loser: T) => boolean;
  /** Ids of references that may not be used as imports (𝕀 in Néron et al. 2015, Fig. 3). */
  readonly seenImports?: Iterable<string>;
  /**
   * How many single paths, and how many resolutions of imports, may be looked at where no cheaper
   * way is exact.
   * @default 100000
   */
  readonly budget?: number;
}

export const DEFAULT_BUDGET = 100_000;

/** Refuses what is not a query, with every reason. */
export function checkQuery<T extends Declaration>(query: Query<T>): void {
  const issues: ScopeIssue[] = [];
  const want = (fine: boolean, key: keyof Query<T>, shape: string): void => {
    if (fine) return;
    issues.push({
      code: "query-invalid",
      message: `\`${key}\` of a query is no ${shape}.`,
      remedy: `Give a ${shape}${key === "policy" ? ", such as presets.lexical" : ""}.`,
      culprits: [key],
    });
  };
  if (typeof query !== "object" || query === null) {
    refuse([
      {
        code: "query-invalid",
        message: `A query is ${query === null ? "null" : typeof query}, not an object.`,
        remedy: "Give { from, match, policy }.",
        culprits: ["query"],
      },
    ]);
  }
  const isFunction = (value: unknown): boolean =>
    value === undefined || typeof value === "function";
  want(typeof query.from === "string", "from", "string");
  want(typeof query.policy?.automaton?.step === "function", "policy", "resolution policy");
  want(typeof query.match === "string" || isFunction(query.match), "match", "string or function");
  want(query.relation === undefined || typeof query.relation === "string", "relation", "string");
  want(isFunction(query.groupBy), "groupBy", "function");
  want(isFunction(query.shadows), "shadows", "function");
  want(isIdList(query.seenImports), "seenImports", "list of ids");
  want(
    query.budget === undefined || (typeof query.budget === "number" && query.budget >= 0),
    "budget",
    "number",
  );
  if (query.groupBy !== undefined && query.shadows !== undefined) {
    issues.push({
      code: "query-invalid",
      message: "A query has both `groupBy` and `shadows`.",
      remedy: "Keep one of them: each says which declarations compete.",
      culprits: ["groupBy", "shadows"],
    });
  }
  refuse(issues);
}

/** A text could be iterated too, by its characters, which are no ids. */
function isIdList(value: unknown): boolean {
  if (value === undefined) return true;
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}
