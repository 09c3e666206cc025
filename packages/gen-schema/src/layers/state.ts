import type { Path } from "../data/path.ts";
import type { Issue } from "../problems/issue.ts";
import type { Schema } from "../schema/schema.ts";
import type { Definition, Layer } from "./layer.ts";
import type { Read } from "./marker.ts";
import type { Plan } from "./plan.ts";
import type { Combine } from "./strategy.ts";

/** Something worth telling about a fold, with every definition that takes part in it. */
export interface Finding extends Issue {
  readonly code: "rank-conflict" | "module-conflict" | "strategy-mismatch";
  readonly definitions: readonly Definition[];
  /** The stronger layer that decides the leaf all the same, if there is one. */
  readonly settledBy?: string;
}

/** A layer during one fold: whether its condition holds and what it says, each found out at most once. */
export interface Source {
  readonly layer: Layer;
  readonly index: number;
  readonly name: string;
  readonly origin: unknown;
  readonly rank: number | undefined;
  /** Whether this is the schema speaking. */
  readonly isDefault: boolean;
  priority: number;
  active: boolean | "asking" | undefined;
  /** The record it says; undefined until it was asked for. */
  record: Readonly<Record<string, unknown>> | undefined;
}

/** A definition during one fold. */
export interface Def extends Definition {
  value: unknown;
  priority: number;
  strategy: string;
  path?: Path;
  readonly source: Source;
  /** Module mode: where a list goes among the others (before 500, plain 1000, after 1500). */
  order: number;
  /** Whether the value itself said how it is folded. */
  marked: boolean;
  combine: Combine | undefined;
  /** The strategy it should have had, if its value does not fit it. */
  misfit: string | undefined;
  /** How to get the value, while nobody has asked for it. */
  pending: ((read: Read) => unknown) | undefined;
  /** The value turned out to be conditional, and its condition does not hold. */
  dropped: boolean;
}

export type NodeKind = "pending" | "branch" | "leaf" | "absent";

/** One place of the result; evaluated when it is first asked for. */
export interface Node {
  readonly parent: Node | undefined;
  readonly key: string;
  readonly depth: number;
  readonly plan: Plan | undefined;
  kind: NodeKind;
  value: unknown;
  /** The definitions that are part of it, weakest first. */
  defs: readonly Def[];
  /** Those that are not, strongest first. */
  shadow: readonly Def[];
  /** A conflict that makes reading fail, when the fold was told so. */
  conflict: Finding | undefined;
  /** A plain leaf: nothing but the place of the deciding layer among the sources (-1: the schema). */
  from: number | undefined;
  /** A plain leaf: how many weaker layers say something too. */
  below: number;
  /** The nodes of declared keys, by the place of the key in the plan. */
  slots: (Node | undefined)[] | undefined;
  /** The nodes of other keys. */
  others: Map<string, Node> | undefined;
}

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

/** Everything one fold knows. */
export interface State {
  readonly module: boolean;
  /** Whether two layers have one rank. */
  readonly peers: boolean;
  readonly strictConflicts: boolean;
  readonly defaults: "deep" | "shallow" | "none";
  readonly sources: readonly Source[];
  readonly schemaSource: Source;
  readonly findings: Finding[];
  /** The nodes that are being worked out, outermost first. */
  readonly trail: Node[];
  /** What conditions and lazy values are given; made when the first one asks. */
  read: Read | undefined;
  readonly root: Node;
  readonly settings: Settings;
  /** Whether every leaf was evaluated, so that all findings are known. */
  complete: boolean;
}

/** A node that nobody has looked at. */
export function newNode(parent: Node | undefined, key: string, plan: Plan | undefined): Node {
  return {
    parent,
    key,
    depth: parent === undefined ? 0 : parent.depth + 1,
    plan,
    kind: "pending",
    value: undefined,
    defs: NONE,
    shadow: NONE,
    conflict: undefined,
    from: undefined,
    below: 0,
    slots: undefined,
    others: undefined,
  };
}

export const NONE: readonly Def[] = Object.freeze([]);

/** The path of a node, from the root. */
export function pathOf(node: Node): string[] {
  const path: string[] = new Array(node.depth);
  let at: Node = node;
  while (at.parent !== undefined) {
    path[at.depth - 1] = at.key;
    at = at.parent;
  }
  return path;
}
