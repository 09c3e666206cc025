import { type Path, type PathLike, toPath } from "../data/path.ts";
import { isPlain, own } from "../data/plain.ts";
import type { Issue } from "../problems/issue.ts";
import { SchemaError } from "../problems/schema-error.ts";
import type { Schema } from "../schema/schema.ts";
import { childOf } from "./evaluate.ts";
import type { Folded } from "./folded.ts";
import { inOrder, type Layer, type Leaf } from "./layer.ts";
import { leafOf } from "./leaf-of.ts";
import { conflictsBelow, missing, missingBelow } from "./missing.ts";
import type { Plan } from "./plan.ts";
import { hasPeers, rootOf, sourceOf } from "./root.ts";
import type { Node, Source, State } from "./state.ts";
import { issuesWithOrigin } from "./validate-folded.ts";
import { childrenOf, leafNodes, valueAt } from "./walk.ts";

/** A schema and options, read. */
export interface Settings {
  readonly module: boolean;
  readonly strictConflicts: boolean;
  readonly failOnMissing: boolean;
  readonly defaults: "deep" | "shallow" | "none";
  readonly schemaSource: Source;
  readonly plan: Plan;
  readonly schema: Schema;
}

/** One fold: nothing is evaluated here, only on demand. */
export function foldOnce(settings: Settings, layers: readonly Layer[]): Folded {
  const sources = inOrder(layers).map((layer, index) => sourceOf(layer, index));
  const state: State = {
    module: settings.module,
    peers: !settings.module && hasPeers(sources),
    strictConflicts: settings.strictConflicts,
    defaults: settings.defaults,
    sources,
    schemaSource: settings.schemaSource,
    findings: [],
    trail: [],
    read: { get: (path) => get(path) },
  };
  const root = rootOf(state, settings.plan);
  let complete = false;

  const nodeAt = (path: Path, deepest = false): Node | undefined => {
    let node = root;
    for (const key of path) {
      if (node.kind !== "branch") return deepest && node.kind === "leaf" ? node : undefined;
      node = childOf(state, node, key);
    }
    return node;
  };
  const get = (like: PathLike): unknown => {
    const path = toPath(like);
    let node = root;
    for (let index = 0; index < path.length; index++) {
      const key = path[index] as string;
      if (node.kind === "leaf") return path.slice(index).reduce<unknown>(own, node.value);
      const next = childOf(state, node, key);
      if (next.conflict !== undefined) throw new SchemaError([next.conflict]);
      if (next.kind === "absent") {
        if (settings.failOnMissing && node.plan?.required.has(key)) {
          throw new SchemaError([missing(next)]);
        }
        return undefined;
      }
      node = next;
    }
    return node.kind === "branch" ? wholeOf(node) : node.value;
  };
  const wholeOf = (node: Node): unknown => {
    const problems = [
      ...conflictsBelow(state, node),
      ...(settings.failOnMissing ? missingBelow(state, node).map(missing) : []),
    ];
    if (problems.length > 0) throw new SchemaError(problems);
    return valueAt(state, node);
  };
  const findings = (): State["findings"] => {
    if (!complete) leafNodes(state, root);
    complete = true;
    return state.findings;
  };
  const leavesAt = (like: PathLike): Node[] => {
    const node = nodeAt(toPath(like));
    return node === undefined ? [] : leafNodes(state, node);
  };
  const folded: Folded = {
    get: get as Folded["get"],
    has: (path) => {
      const keys = toPath(path);
      const node = nodeAt(keys, true);
      if (node === undefined || node.kind === "absent") return false;
      return node.depth === keys.length || get(keys) !== undefined;
    },
    leaf: (path) => {
      const node = nodeAt(toPath(path));
      if (node === undefined || (node.kind === "branch" && !isEmpty(state, node))) return undefined;
      return leafOf(state, node);
    },
    owner: (path) => {
      const node = nodeAt(toPath(path), true);
      if (node === undefined || (node.kind === "branch" && !isEmpty(state, node))) return undefined;
      return leafOf(state, node);
    },
    keys: (path = []) => {
      const value = nodeAt(toPath(path));
      if (value?.kind === "leaf") return isPlain(value.value) ? Object.keys(value.value) : [];
      if (value?.kind !== "branch") return [];
      return childrenOf(state, value).map((child) => child.key);
    },
    leaves: (path = []) => leavesAt(path).map((node) => leafOf(state, node) as Leaf),
    toObject: () => wholeOf(root),
    findings,
    validate: () => issuesWithOrigin(settings.schema, valueAt(state, root), folded),
    valid: () => {
      const issues: Issue[] = [
        ...findings().filter(
          (finding) => finding.settledBy === undefined && finding.code !== "strategy-mismatch",
        ),
        ...folded.validate(),
      ];
      if (issues.length > 0) throw new SchemaError(issues);
      return valueAt(state, root);
    },
  };
  return folded;
}

function isEmpty(state: State, node: Node): boolean {
  return childrenOf(state, node).length === 0;
}
