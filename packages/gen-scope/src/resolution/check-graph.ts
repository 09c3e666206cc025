import { refuse, type ScopeErrorCode, type ScopeIssue } from "../error/scope-error.ts";
import type { Declaration, Reference, ScopeEdge } from "./scope-graph.ts";

/** Refuses what an accessor returned when it cannot be iterated. */
export function checkIterable(
  value: unknown,
  code: ScopeErrorCode,
  accessor: string,
  scope: string,
): void {
  if (
    value !== null &&
    value !== undefined &&
    typeof (value as { [Symbol.iterator]?: unknown })[Symbol.iterator] === "function"
  ) {
    return;
  }
  refuse([
    {
      code,
      message: `${accessor}(${JSON.stringify(scope)}) returned nothing to iterate over.`,
      remedy: "Return an iterable, [] when there are none; or check that the scope exists.",
      culprits: [scope],
    },
  ]);
}

export function edgeIssues(edge: ScopeEdge, from: string): ScopeIssue[] {
  const given: unknown = edge;
  const fields = typeof given === "object" && given !== null ? given : {};
  const hasTarget = "target" in fields;
  const fine =
    "label" in fields &&
    typeof fields.label === "string" &&
    hasTarget !== "reference" in fields &&
    (!hasTarget || typeof fields.target === "string");
  if (fine) return [];
  return [
    {
      code: "edge-invalid",
      message: `An edge of the scope ${JSON.stringify(from)} is neither { label, target } nor { label, reference }.`,
      remedy: "Labels and targets are strings; an edge has either a target or a reference.",
      culprits: [from],
    },
  ];
}

export function checkEdge(edge: ScopeEdge, from: string): void {
  refuse(edgeIssues(edge, from));
}

export function checkReference(reference: Reference): void {
  refuse(referenceIssues(reference));
}

export function referenceIssues(reference: Reference): ScopeIssue[] {
  const given: unknown = reference;
  const fields = typeof given === "object" && given !== null ? given : {};
  const isText = (key: "id" | "name" | "scope"): boolean =>
    typeof (fields as Record<string, unknown>)[key] === "string";
  if (isText("id") && isText("name") && isText("scope")) return [];
  return [
    {
      code: "reference-invalid",
      message: `A reference is not of the shape { id, name, scope }: ${showReference(fields)}.`,
      remedy: "All three are strings.",
      culprits: [],
    },
  ];
}

export function checkDeclaration(declaration: Declaration, scope: string): void {
  refuse(declarationIssues(declaration, scope));
}

export function declarationIssues(declaration: Declaration, scope: string): ScopeIssue[] {
  const given: unknown = declaration;
  const fine =
    typeof given === "object" &&
    given !== null &&
    "name" in given &&
    typeof given.name === "string" &&
    (declaration.scope === undefined || typeof declaration.scope === "string");
  if (fine) return [];
  return [
    {
      code: "declaration-invalid",
      message: `A declaration in the scope ${JSON.stringify(scope)} is not of the shape { name, scope? }.`,
      remedy: "Names and scopes are strings.",
      culprits: [scope],
    },
  ];
}

export function showReference(value: object): string {
  const { id, name, scope } = value as Partial<Reference>;
  return `{ id: ${JSON.stringify(id)}, name: ${JSON.stringify(name)}, scope: ${JSON.stringify(scope)} }`;
}
