import { suggest } from "../error/suggest.ts";
import type { VarsIssue } from "../error/vars-error.ts";
import type { Generator } from "./generator.ts";
import { differenceText, generatorDifferences } from "./generator-diff.ts";
import { compare } from "./json.ts";
import { instanceId } from "./names.ts";
import { type NormalizedGenerator, normalizeGenerator } from "./normalize-generator.ts";
import type { ScopeNode } from "./scope.ts";
import type { ScopeTree } from "./scope-tree.ts";
import type {
  Declaration,
  Instance,
  InstanceDeclaration,
  ModelInput,
  NormalizedGenerators,
  ResolvedDependency,
} from "./vars-model.ts";

/** An instance whose dependencies are still being filled in. */
export interface PlacedInstance extends Instance {
  readonly declarations: InstanceDeclaration[];
  dependencies: readonly ResolvedDependency[];
}

/** Instances by scope node id and generator name. */
export type Placed = ReadonlyMap<string, ReadonlyMap<string, PlacedInstance>>;

/**
 * Puts every declared generator at the scope nodes where it lives: at the declaring node, at the
 * nearest node above of its `scope` kind, else at every node below of that kind. Declarations that
 * meet at one node must agree.
 */
export function expandDeclarations(
  input: ModelInput,
  scopes: ScopeTree,
  issues: VarsIssue[],
  warnings: VarsIssue[],
): Placed {
  const kinds = new Set([...scopes.kinds, ...(input.kinds ?? [])]);
  const placed = new Map<string, Map<string, PlacedInstance>>();
  const normalized: NormalizedGenerators = input.normalized ?? new Map();
  const told = new Set<NormalizedGenerator>();
  const order = new Map<string, Map<string, Declaration[]>>();
  for (const declaration of input.declarations) {
    const known = scopes.get(declaration.node) !== undefined;
    if (!known) issues.push(unknownNode(declaration, scopes));
    else nested(nested(order, declaration.node), declaration.name, () => []).push(declaration);
  }

  // By node, then name: what is reported and kept must not depend on the order of declarations.
  for (const node of scopes.nodes) {
    const names = order.get(node.id);
    if (names === undefined) continue;
    for (const name of [...names.keys()].sort(compare)) {
      const here = names.get(name) as Declaration[];
      for (const declaration of [...here].sort((a, b) => compare(a.origin ?? "", b.origin ?? ""))) {
        place(node, declaration);
      }
    }
  }
  return placed;

  function place(node: ScopeNode, declaration: Declaration): void {
    const { name, generator: raw, origin } = declaration;
    const cache = nested(normalized, raw);
    let found = cache.get(name);
    if (found === undefined) {
      found = normalizeGenerator(name, raw, origin);
      cache.set(name, found);
    }
    if (!told.has(found)) {
      told.add(found);
      issues.push(...found.issues);
      warnings.push(...found.warnings);
    }
    const { generator } = found;
    const targets = targetsOf(generator, node, scopes);
    if (targets.length === 0 && !kinds.has(generator.scope ?? node.kind)) {
      issues.push(unmatched(declaration, generator.scope as string, kinds));
    }
    for (const target of targets) {
      const instances = nested(placed, target.id);
      const instance = instances.get(name);
      if (instance === undefined) {
        instances.set(name, {
          id: instanceId(target.id, name),
          node: target,
          name,
          generator,
          declarations: [{ node, generator, origin }],
          dependencies: [],
        });
        continue;
      }
      const differences = generatorDifferences(instance.generator, generator);
      if (differences.length === 0) instance.declarations.push({ node, generator, origin });
      else issues.push(conflict(instance, declaration, differenceText(differences)));
    }
  }
}

function targetsOf(generator: Generator, node: ScopeNode, scopes: ScopeTree): readonly ScopeNode[] {
  if (generator.share) return scopes.lineOf(node.id).slice(-1);
  const kind = generator.scope;
  if (kind === undefined || kind === node.kind) return [node];
  const above = scopes.lineOf(node.id).find((other) => other.kind === kind);
  if (above !== undefined) return [above];
  return scopes.subtreeOf(node.id).filter((other) => other.kind === kind);
}

function nested<K, L, V>(maps: Map<K, Map<L, V>>, key: K): Map<L, V>;
function nested<K, V>(maps: Map<K, V>, key: K, make: () => V): V;
function nested<K, V>(maps: Map<K, V>, key: K, make?: () => V): V {
  let found = maps.get(key);
  if (found === undefined) {
    found = make === undefined ? (new Map() as V) : make();
    maps.set(key, found);
  }
  return found;
}

function located(declaration: Declaration): { readonly origin?: string } {
  return declaration.origin === undefined ? {} : { origin: declaration.origin };
}

function unknownNode(declaration: Declaration, scopes: ScopeTree): VarsIssue {
  return {
    code: "scope-unknown",
    message: `Generator ${JSON.stringify(declaration.name)} is declared at ${JSON.stringify(declaration.node)}, which is no scope node.`,
    remedy: "Declare it at an existing node.",
    culprit: declaration.name,
    ...located(declaration),
    ...suggest(
      declaration.node,
      scopes.nodes.map((node) => node.id),
    ),
  };
}

function unmatched(declaration: Declaration, kind: string, kinds: ReadonlySet<string>): VarsIssue {
  return {
    code: "scope-unmatched",
    message: `Generator ${JSON.stringify(declaration.name)} has scope ${JSON.stringify(kind)}, which is no kind of scope.`,
    remedy: `Kinds are ${[...kinds].sort(compare).join(", ")}.`,
    culprit: declaration.name,
    path: "scope",
    ...located(declaration),
    ...suggest(kind, kinds),
  };
}

function conflict(instance: PlacedInstance, declaration: Declaration, text: string): VarsIssue {
  const first = instance.declarations[0] as InstanceDeclaration;
  const where = (node: string, origin: string | undefined): string =>
    origin === undefined ? node : `${node} (${origin})`;
  return {
    code: "shared-conflict",
    message: `${instance.id} is declared differently at ${where(first.node.id, first.origin)} and at ${where(declaration.node, declaration.origin)}:\n${text}\n`,
    remedy: "Make the declarations equal, or give them scopes of their own.",
    culprit: instance.id,
    ...located(declaration),
  };
}
