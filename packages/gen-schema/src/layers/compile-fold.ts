import { type Path, type PathLike, showPath, toPath } from "../data/path.ts";
import { isPlain, own } from "../data/plain.ts";
import type { Issue } from "../problems/issue.ts";
import { SchemaError } from "../problems/schema-error.ts";
import type { Schema } from "../schema/schema.ts";
import { define } from "./define.ts";
import { childOf } from "./evaluate.ts";
import type { Folded } from "./folded.ts";
import { inOrder, type Layer, type Leaf } from "./layer.ts";
import { leafOf } from "./leaf-of.ts";
import { levelOf, SCHEMA_DEFAULT } from "./marker.ts";
import { type FoldOverrides, overrideTree } from "./overrides.ts";
import { type Plan, planOf } from "./plan.ts";
import { type Node, newNode, pathOf, type Source, type State } from "./state.ts";
import type { Strategies } from "./strategy.ts";
import { issuesWithOrigin } from "./validate-folded.ts";
import { childrenOf, leafNodes, valueAt } from "./walk.ts";

/** How a record is folded. */
export interface FoldOptions {
  /**
   * `"layers"`: stronger layers win. `"module"`: as in the NixOS module system, definitions of one
   * priority have no order: objects merge, lists add up, anything else must be equal.
   * @default "layers"
   */
  readonly mode?: "layers" | "module" | undefined;
  /** Strategies for fields, beside the schema's `x-fold`: by dotted path, `*` for any key. They win over the schema. */
  readonly fold?: FoldOverrides | undefined;
  /** The functions behind custom names of `x-fold`. */
  readonly strategies?: Strategies | undefined;
  /** When a missing required leaf fails: when it is read, or only in `validate`. @default "validate" */
  readonly missing?: "access" | "validate" | undefined;
  /** Whether a conflict makes reading its leaf fail. @default "finding" for layers, "throw" for module mode */
  readonly conflicts?: "finding" | "throw" | undefined;
  /**
   * Which defaults of the schema count: `"deep"` also makes objects nobody set if the defaults in
   * them make them whole; `"shallow"` only fills objects that are there; `"none"`.
   * @default "deep"
   */
  readonly defaults?: "deep" | "shallow" | "none" | undefined;
  /** What the schema is called in answers. @default "default" */
  readonly defaultsName?: string | undefined;
  /** The origin of the schema's defaults, as any plain data. */
  readonly defaultsOrigin?: unknown;
}

/** A fold whose schema and options are read once; use it for many records of one kind. */
export type Fold<T> = (layers: readonly Layer<T>[]) => Folded<T>;

/**
 * Reads schema and options once and gives the function from layers to a folded record.
 *
 * @throws SchemaError `strategy-unknown` (when the field is first read).
 */
export function compileFold<T = unknown>(
  schema: Schema<unknown, T>,
  options: FoldOptions = {},
): Fold<T> {
  const module = options.mode === "module";
  const plan = planOf(
    { root: schema.json, strategies: new Map(Object.entries(options.strategies ?? {})) },
    [schema.json],
    [overrideTree(options.fold ?? {})],
    [],
  );
  const schemaSource = sourceOf(
    { name: options.defaultsName ?? "default", origin: options.defaultsOrigin, values: {} },
    -1,
    true,
  );
  const settings = {
    module,
    strictConflicts: (options.conflicts ?? (module ? "throw" : "finding")) === "throw",
    failOnMissing: options.missing === "access",
    defaults: options.defaults ?? "deep",
    schemaSource,
    plan,
    schema: schema as Schema,
  } as const;
  return (layers) => foldOnce(settings, layers as readonly Layer[]) as Folded<T>;
}

/**
 * Folds named layers, weakest first, into one record that knows for each leaf which layer set it,
 * where, and what that shadows. Objects recurse and everything else is replaced, unless the schema
 * (`x-fold`), the options or a marker says otherwise.
 *
 * @example
 * foldLayers(schemaOf({ port: { type: "integer", default: 80 } }), [
 *   { name: "host web1", origin: { file: "fleet.ts", line: 12 }, values: { port: 8443 } },
 * ]).leaf("port"); // value 8443, layer "host web1", shadowed: 80 of "default"
 */
export function foldLayers<T = unknown>(
  schema: Schema<unknown, T>,
  layers: readonly Layer<NoInfer<T>>[],
  options: FoldOptions = {},
): Folded<T> {
  return compileFold(schema, options)(layers);
}

interface Settings {
  readonly module: boolean;
  readonly strictConflicts: boolean;
  readonly failOnMissing: boolean;
  readonly defaults: "deep" | "shallow" | "none";
  readonly schemaSource: Source;
  readonly plan: Plan;
  readonly schema: Schema;
}

function sourceOf(layer: Layer, index: number, isDefault = false): Source {
  return {
    layer,
    index,
    name: layer.name,
    origin: layer.origin,
    rank: layer.rank,
    isDefault,
    priority: isDefault ? SCHEMA_DEFAULT : levelOf(layer.priority ?? "plain"),
    active: layer.when === undefined ? true : undefined,
    record: undefined,
  };
}

function foldOnce(settings: Settings, layers: readonly Layer[]): Folded {
  const sources = inOrder(layers).map((layer, index) => sourceOf(layer, index));
  const state: State = {
    module: settings.module,
    peers: !settings.module && hasPeers(sources),
    strictConflicts: settings.strictConflicts,
    defaults: settings.defaults,
    sources,
    schemaSource: settings.schemaSource,
    findings: [],
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

function hasPeers(sources: readonly Source[]): boolean {
  for (let index = 1; index < sources.length; index++) {
    const { rank } = sources[index] as Source;
    if (rank !== undefined && rank === sources[index - 1]?.rank) return true;
  }
  return false;
}

function rootOf(state: State, plan: Plan): Node {
  const node = newNode(undefined, "", plan);
  node.kind = "branch";
  if (plan.hasDefault && state.defaults !== "none" && isPlain(plan.default)) {
    const def = define(state, undefined, state.schemaSource, SCHEMA_DEFAULT, plan.default);
    if (def !== undefined) node.defs = [def];
  }
  return node;
}

function isEmpty(state: State, node: Node): boolean {
  return childrenOf(state, node).length === 0;
}

function missing(node: Node): Issue {
  const path = pathOf(node);
  const [by] = node.defs;
  return {
    code: "missing-leaf",
    path,
    message: `${showPath(path)} is required, but ${by === undefined ? "no layer sets it" : `layer ${JSON.stringify(by.layer)} unset it`}`,
    expected: "a value",
    got: "nothing",
    ...(by === undefined ? {} : { layer: by.layer, origin: by.origin }),
    remedy: "Set it in a layer, or give its schema a default.",
  };
}

/** The required places below a node that have no value. */
function missingBelow(state: State, from: Node): Node[] {
  const found: Node[] = [];
  const stack = [from];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind !== "branch") continue;
    for (const key of node.plan?.required ?? []) {
      const child = childOf(state, node, key);
      if (child.kind === "absent") found.push(child);
    }
    for (const child of childrenOf(state, node)) stack.push(child);
  }
  return found.sort((a, b) => (pathOf(a).join("\0") < pathOf(b).join("\0") ? -1 : 1));
}

function conflictsBelow(state: State, from: Node): Issue[] {
  if (!state.strictConflicts) return [];
  const found: Issue[] = [];
  for (const node of leafNodes(state, from)) if (node.conflict) found.push(node.conflict);
  return found;
}
