import { suggest } from "../error/suggest.ts";
import { failure } from "../error/vars-error.ts";
import type { NeededFor } from "../model/generator-input.ts";
import { compare } from "../model/json.ts";
import { fileId } from "../model/names.ts";
import type { ScopeNode } from "../model/scope.ts";
import { nodeName } from "../model/scope-tree.ts";
import type { Instance, PlacedVars } from "../model/vars-model.ts";
import { accessTo, viewersText } from "../visibility/access.ts";
import { visibleVars } from "./visible-vars.ts";

/**
 * One file as one viewer sees it: what it is and how the viewer installs it, and nothing about where
 * any target will find it. Plain data.
 */
export interface FileHandle {
  /** `<scope node id>/<generator>/<file>`. */
  readonly id: string;
  readonly node: string;
  readonly kind: string;
  /** What the node is called in paths. */
  readonly nodeName: string;
  readonly generator: string;
  readonly file: string;
  readonly secret: boolean;
  readonly deploy: boolean | readonly string[];
  readonly owner: string;
  readonly group: string;
  readonly mode: string;
  readonly neededFor: NeededFor;
  readonly restartUnits: readonly string[];
}

/**
 * The handle of a generator's file for a viewer.
 *
 * @param node The scope node where it lives (id, name or alias). @default the nearest that has it
 * @throws VarsError `not-visible` (it lives elsewhere: says where, and who can see it),
 * `unknown-name` (no such generator or file, with the nearest name)
 */
export function handleFor(
  model: PlacedVars,
  viewer: string,
  generator: string,
  file: string,
  node?: string,
): FileHandle {
  const instance = findVisible(model, viewer, generator, node);
  const declared = instance.generator.files.get(file);
  if (declared === undefined) {
    const known = [...instance.generator.files.keys()];
    throw failure({
      code: "unknown-name",
      message: `${instance.id} has no file ${JSON.stringify(file)}.`,
      remedy: `Its files are ${known.join(", ") || "none"}.`,
      culprit: fileId(instance.node.id, generator, file),
      ...suggest(file, known),
    });
  }
  const access = accessTo(model.scopes, viewer, instance.node.id);
  if (declared.secret && access === "public") {
    throw failure({
      code: "not-visible",
      message: `${viewer} sees only public files of ${instance.node.id}, and ${instance.id}/${file} is secret: it is ${viewersText(model.scopes, instance.node)}.`,
      remedy: `Move the generator to a scope above both, or give the edge access "all".`,
      culprit: fileId(instance.node.id, generator, file),
    });
  }
  return fileHandle(model, instance, file, viewer);
}

/** The handle of a file of an instance, without asking who may see it. */
export function fileHandle(
  model: PlacedVars,
  instance: Instance,
  file: string,
  viewer: string = instance.node.id,
): FileHandle {
  const { node } = instance;
  // Declarations that share an instance may install its files differently: the nearest one counts.
  const nearest = instance.declarations.find((d) => model.scopes.isAbove(d.node.id, viewer));
  const source = nearest ?? instance.declarations[0];
  const declared = (source?.generator ?? instance.generator).files.get(file);
  const { secret, deploy, owner, group, mode, neededFor, restartUnits } = declared as NonNullable<
    typeof declared
  >;
  return {
    id: fileId(node.id, instance.name, file),
    node: node.id,
    kind: node.kind,
    nodeName: nodeName(node),
    generator: instance.name,
    file,
    secret,
    deploy,
    owner,
    group,
    mode,
    neededFor,
    restartUnits,
  };
}

function findVisible(
  model: PlacedVars,
  viewer: string,
  generator: string,
  reference: string | undefined,
): Instance {
  if (model.scopes.get(viewer) === undefined) throw unknownNode(model, viewer);
  const { own, peers } = visibleVars(model, viewer);
  if (reference === undefined) {
    const found = own.get(generator);
    if (found !== undefined) return found.instance;
  } else {
    const node = model.scopes.find(reference);
    if (node === undefined) throw unknownNode(model, reference);
    const instance = model.at(node.id).get(generator);
    if (instance !== undefined) {
      if (accessTo(model.scopes, viewer, node.id) !== undefined) return instance;
      throw notVisible(model, viewer, generator, [node]);
    }
  }
  const elsewhere = model.scopes.nodes.filter((node) => model.at(node.id).has(generator));
  if (reference !== undefined && elsewhere.length > 0)
    throw notThere(generator, reference, elsewhere);
  if (elsewhere.length > 0) throw notVisible(model, viewer, generator, elsewhere);
  const known = new Set([
    ...own.keys(),
    ...[...peers.values()].flatMap((seen) => [...seen.keys()]),
  ]);
  throw failure({
    code: "unknown-name",
    message: `No generator is called ${JSON.stringify(generator)}.`,
    remedy: `${viewer} sees ${[...known].sort(compare).join(", ") || "none"}.`,
    culprit: generator,
    ...suggest(generator, known),
  });
}

function unknownNode({ scopes }: PlacedVars, reference: string): Error {
  const known = scopes.nodes.flatMap(({ id, name }) => (name === undefined ? [id] : [id, name]));
  return failure({
    code: "scope-unknown",
    message: `There is no scope node ${JSON.stringify(reference)}.`,
    remedy: "Name an existing node.",
    culprit: reference,
    ...suggest(reference, known),
  });
}

function notThere(generator: string, reference: string, nodes: readonly ScopeNode[]): Error {
  return failure({
    code: "unknown-name",
    message: `There is no generator ${JSON.stringify(generator)} at ${reference}: it lives at ${places(nodes)}.`,
    remedy: "Name one of these nodes.",
    culprit: generator,
  });
}

/** Nodes for people, the first few of them. */
function places(nodes: readonly ScopeNode[]): string {
  const more = nodes.length > 3 ? ` and ${nodes.length - 3} more` : "";
  return (
    nodes
      .slice(0, 3)
      .map((node) => `${node.kind} ${node.id}`)
      .join(", ") + more
  );
}

function notVisible(
  model: PlacedVars,
  viewer: string,
  generator: string,
  nodes: readonly ScopeNode[],
): Error {
  const [first] = nodes as readonly [ScopeNode];
  return failure({
    code: "not-visible",
    message: `${viewer} cannot see ${generator}: it lives at ${places(nodes)}, ${viewersText(model.scopes, first)}.`,
    remedy: `Declare it at ${viewer} or above, or a visibility edge from ${viewer} to ${first.id} for its public files.`,
    culprit: generator,
  });
}
