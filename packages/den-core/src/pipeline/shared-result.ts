import { type Observation, observeAgain, observed, type Step } from "./observe.ts";

/**
 * A decision tree over what a pure function observed: inner nodes ask for one observation, leaves hold
 * a result. The next observation is determined by the answers so far, because the function is pure.
 */
type Tree<R> =
  | { readonly steps: readonly Step[]; readonly branches: Map<string, Tree<R>> }
  | { readonly result: R };

/** A function of a scope whose result is shared by all scopes on which it observes the same. */
export interface Shared<S extends object, R> {
  (scope: S): R;
  /** How often the function itself ran. */
  readonly runs: () => number;
}

/**
 * Shares the results of `compute` between scopes: it runs on a recording view of the scope, and again
 * only for a scope on which one of its observations differs. A throw is not shared. `trace` grows
 * with what has been observed so far.
 */
export function sharedByReads<S extends object, R>(
  compute: (scope: S, trace: readonly Observation[]) => R,
): Shared<S, R> {
  let root: Tree<R> | undefined;
  let runs = 0;
  const find = (scope: S): { readonly result: R } | undefined => {
    let tree = root;
    while (tree !== undefined && "steps" in tree)
      tree = tree.branches.get(observeAgain(scope, tree.steps));
    return tree;
  };
  const run = (scope: S): R => {
    const known = find(scope);
    if (known !== undefined) return known.result;
    runs += 1;
    const trace: Observation[] = [];
    const view = observed(scope, (observation) => trace.push(observation));
    const result = compute(view, trace);
    root = insert(root, unique(trace), result);
    return result;
  };
  return Object.assign(run, { runs: () => runs });
}

/** Each observation once, in the order of the first time. */
function unique(trace: readonly Observation[]): Observation[] {
  const seen = new Set<string>();
  return trace.filter((observation) => {
    const id = JSON.stringify(observation.steps);
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

function insert<R>(root: Tree<R> | undefined, trace: readonly Observation[], result: R): Tree<R> {
  let made: Tree<R> = { result };
  let at = root;
  let index = 0;
  // Walk what the tree knows already; hang the rest of the trace below the first unknown branch.
  let branch: Map<string, Tree<R>> | undefined;
  let key = "";
  while (at !== undefined && "steps" in at && index < trace.length) {
    const observation = trace[index] as Observation;
    index += 1;
    branch = at.branches;
    key = observation.key;
    at = branch.get(key);
  }
  for (const observation of trace.slice(index).reverse()) {
    made = { steps: observation.steps, branches: new Map([[observation.key, made]]) };
  }
  if (branch === undefined) return made;
  branch.set(key, made);
  return root as Tree<R>;
}
