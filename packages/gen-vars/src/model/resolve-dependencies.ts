import { suggest } from "../error/suggest.ts";
import type { VarsIssue } from "../error/vars-error.ts";
import { accessTo, viewersText } from "../visibility/access.ts";
import { checkTemplateFiles } from "./check-templates.ts";
import type { Placed, PlacedInstance } from "./expand.ts";
import { report } from "./field-reader.ts";
import type { Dependency } from "./generator.ts";
import { compare } from "./json.ts";
import type { ScopeNode } from "./scope.ts";
import type { ScopeTree } from "./scope-tree.ts";
import type { Instance, ResolvedDependency } from "./vars-model.ts";

/**
 * Finds what every dependency means: a plain name is the nearest generator of that name at the node
 * or above it; with `node` it is that node's, if it may be seen from here. Fills in
 * `dependencies` and answers all instances by scope node and name.
 */
export function resolveDependencies(
  placed: Placed,
  scopes: ScopeTree,
  issues: VarsIssue[],
): Instance[] {
  const instances: Instance[] = [];
  for (const node of scopes.nodes) {
    const here = placed.get(node.id);
    if (here === undefined) continue;
    for (const name of [...here.keys()].sort(compare)) {
      const instance = here.get(name) as PlacedInstance;
      instances.push(instance);
      checkDeploy(instance, scopes, issues);
      if (instance.generator.dependencies.length === 0) continue;
      const resolved: ResolvedDependency[] = [];
      for (const dependency of instance.generator.dependencies) {
        const found = resolve(instance, dependency, placed, scopes, issues);
        if (found !== undefined) resolved.push(found);
      }
      instance.dependencies = resolved;
      checkTemplateFiles(instance, issues);
    }
  }
  return instances;
}

/** Scope nodes that a file is deployed to have to exist. */
function checkDeploy(instance: PlacedInstance, scopes: ScopeTree, issues: VarsIssue[]): void {
  for (const file of instance.generator.files.values()) {
    if (typeof file.deploy === "boolean") continue;
    for (const reference of file.deploy) {
      if (scopes.find(reference) !== undefined) continue;
      report(
        { culprit: instance.id, origin: instance.declarations[0]?.origin, issues },
        "scope-unknown",
        `files.${file.name}.deploy`,
        `${file.name} is deployed to ${JSON.stringify(reference)}, which is no scope node.`,
        "Name a scope node by its id, name or alias.",
        suggest(
          reference,
          scopes.nodes.flatMap((node) => [node.id, node.name ?? node.id]),
        ),
      );
    }
  }
}

function resolve(
  instance: PlacedInstance,
  dependency: Dependency,
  placed: Placed,
  scopes: ScopeTree,
  issues: VarsIssue[],
): ResolvedDependency | undefined {
  const { generator, scope } = dependency;
  if (dependency.node !== undefined) {
    const issue = resolveAt(instance, dependency, dependency.node, placed, scopes);
    if ("on" in issue) return issue;
    return fail(instance, dependency, issue, issues);
  }
  let node: ScopeNode | undefined = instance.node;
  for (; node !== undefined; node = scopes.parentOf(node.id)) {
    if (scope !== undefined && node.kind !== scope) continue;
    const on = placed.get(node.id)?.get(generator);
    if (on !== undefined) return { dependency, on, access: "all" };
  }
  const issue = missing(instance, dependency, placed, scopes, undefined);
  return fail(instance, dependency, issue, issues);
}

type Problem = Pick<VarsIssue, "code" | "message" | "remedy" | "suggestion">;

function fail(
  instance: PlacedInstance,
  { as, node, generator }: Dependency,
  issue: Problem,
  issues: VarsIssue[],
): undefined {
  const origin = instance.declarations[0]?.origin;
  issues.push({
    culprit: instance.id,
    path: `dependencies.${as}`,
    chain: [instance.id, `${node ?? "…"}/${generator}`],
    ...(origin === undefined ? {} : { origin }),
    ...issue,
  });
  return undefined;
}

/** A dependency on a generator of a named node, which has to be visible. */
function resolveAt(
  instance: PlacedInstance,
  dependency: Dependency,
  reference: string,
  placed: Placed,
  scopes: ScopeTree,
): ResolvedDependency | Problem {
  const { generator } = dependency;
  const node = scopes.find(reference);
  if (node === undefined) {
    return {
      code: "dependency-missing",
      message: `${instance.id} depends on ${generator} of ${JSON.stringify(reference)}, which is no scope node.`,
      remedy: "Name a scope node by its id, name or alias.",
      ...suggest(
        reference,
        scopes.nodes.map((other) => other.id),
      ),
    };
  }
  const on = placed.get(node.id)?.get(generator);
  if (on === undefined) return missing(instance, dependency, placed, scopes, node);
  const access = accessTo(scopes, instance.node.id, node.id);
  if (access === undefined) {
    return {
      code: "dependency-not-visible",
      message: `${instance.id} depends on ${on.id}, which it cannot see: ${on.id} lives at ${place(node)} and is ${viewersText(scopes, node)}.`,
      remedy: `Declare a visibility edge from ${instance.node.id} to ${node.id}, or move the generator to a scope above both.`,
    };
  }
  if (access === "public" && [...on.generator.files.values()].every((file) => file.secret)) {
    return {
      code: "dependency-no-files",
      message: `${instance.id} sees only public files of ${on.id}, and it has none.`,
      remedy: `Declare a file of ${on.name} with "secret: false", or an edge with access "all".`,
    };
  }
  return { dependency, on, access };
}

function place(node: ScopeNode): string {
  return `${node.kind} ${node.id}`;
}

function missing(
  instance: PlacedInstance,
  dependency: Dependency,
  placed: Placed,
  scopes: ScopeTree,
  node: ScopeNode | undefined,
): Problem {
  const { generator, scope } = dependency;
  const elsewhere = scopes.nodes.filter((other) => placed.get(other.id)?.has(generator));
  const [first] = elsewhere;
  if (first !== undefined) {
    const lives = elsewhere.slice(0, 3).map(place).join(", ");
    const more = elsewhere.length > 3 ? ` and ${elsewhere.length - 3} more` : "";
    const where = node === undefined ? "at or above it" : `at ${node.id}`;
    const kind = scope === undefined ? "" : ` of kind ${scope}`;
    return {
      code: "dependency-not-visible",
      message: `${instance.id} depends on ${generator}, and there is none ${where}${kind}; it lives at ${lives}${more}, ${viewersText(scopes, first)}.`,
      remedy: `Name the node ({ generator: ${JSON.stringify(generator)}, node: … }, public files only, through a visibility edge), or move ${generator} to a scope above both.`,
    };
  }
  const known = new Set([...placed.values()].flatMap((here) => [...here.keys()]));
  return {
    code: "dependency-missing",
    message: `${instance.id} depends on ${generator}, which no scope declares.`,
    remedy: `Declare the generator ${generator} at ${instance.node.id} or above it.`,
    ...suggest(generator, known),
  };
}
