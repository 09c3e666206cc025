import { type PathLike, toPath } from "../data/path.ts";
import { isPlain } from "../data/plain.ts";
import type { Issue } from "../problems/issue.ts";
import { SchemaError } from "../problems/schema-error.ts";
import type { Folded } from "./folded.ts";
import { inOrder, type Layer, type Leaf } from "./layer.ts";
import { leafOf } from "./leaf-of.ts";
import { nodeAt, readValue, readWhole } from "./read.ts";
import { hasPeers, rootOf, sourcesOf } from "./root.ts";
import type { Finding, Node, Settings, State } from "./state.ts";
import { issuesWithOrigin } from "./validate-folded.ts";
import { childrenOf, leafNodes, valueAt } from "./walk.ts";

/** Where a result keeps what it knows. */
const STATE: unique symbol = Symbol("state");

interface Inside extends Folded {
  [STATE]: State;
}

/** One fold: nothing is evaluated here, only on demand. */
export function foldOnce(settings: Settings, layers: readonly Layer[]): Folded {
  const { module, strictConflicts, defaults, schemaSource } = settings;
  const sources = sourcesOf(inOrder(layers));
  const folded = Object.create(METHODS) as Inside;
  folded[STATE] = {
    module,
    root: rootOf(settings),
    complete: false,
    peers: !module && hasPeers(sources),
    strictConflicts,
    defaults,
    sources,
    schemaSource,
    findings: [],
    trail: [],
    read: undefined,
    settings,
  };
  return folded;
}

/** What every result can do; shared, because results are made by the thousand. */
const METHODS: Folded = {
  get(this: Inside, path: PathLike) {
    return readValue(this[STATE], path) as never;
  },
  has(this: Inside, path) {
    const keys = toPath(path);
    const node = nodeAt(this[STATE], keys, true);
    if (node === undefined || node.kind === "absent") return false;
    return node.depth === keys.length || readValue(this[STATE], keys) !== undefined;
  },
  leaf(this: Inside, path) {
    return accountAt(this[STATE], path, false);
  },
  owner(this: Inside, path) {
    return accountAt(this[STATE], path, true);
  },
  keys(this: Inside, path = []) {
    const node = nodeAt(this[STATE], toPath(path));
    if (node?.kind === "leaf") return isPlain(node.value) ? Object.keys(node.value) : [];
    if (node?.kind !== "branch") return [];
    return childrenOf(this[STATE], node).map((child) => child.key);
  },
  leaves(this: Inside, path = []) {
    const state = this[STATE];
    const node = nodeAt(state, toPath(path));
    return node === undefined
      ? []
      : leafNodes(state, node).map((leaf) => leafOf(state, leaf) as Leaf);
  },
  toObject(this: Inside) {
    return readWhole(this[STATE], this[STATE].root);
  },
  findings(this: Inside) {
    return findingsOf(this[STATE]);
  },
  validate(this: Inside) {
    const state = this[STATE];
    return issuesWithOrigin(state.settings.schema, valueAt(state, state.root), this);
  },
  valid(this: Inside) {
    const state = this[STATE];
    const issues: Issue[] = [...findingsOf(state).filter(isGrave), ...this.validate()];
    if (issues.length > 0) throw new SchemaError(issues);
    return valueAt(state, state.root);
  },
};

/** A conflict that nothing settles. Misfits are for the validator to judge. */
function isGrave(finding: Finding): boolean {
  return finding.settledBy === undefined && finding.code !== "strategy-mismatch";
}

function findingsOf(state: State): readonly Finding[] {
  if (!state.complete) leafNodes(state, state.root);
  state.complete = true;
  return state.findings;
}

function accountAt(state: State, path: PathLike, deepest: boolean): Leaf | undefined {
  const node = nodeAt(state, toPath(path), deepest);
  if (node === undefined || (node.kind === "branch" && !isEmpty(state, node))) return undefined;
  return leafOf(state, node);
}

function isEmpty(state: State, node: Node): boolean {
  return childrenOf(state, node).length === 0;
}
