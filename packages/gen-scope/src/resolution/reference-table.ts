import { refuse } from "../error/scope-error.ts";
import { checkReference, showReference } from "./check-graph.ts";
import type { Reference } from "./scope-graph.ts";

/** References as small integers. */
export interface ReferenceTable {
  reference(id: number): Reference;
  /** @throws ScopeError `reference-invalid`, also when the id is that of another reference. */
  referenceId(reference: Reference): number;
  /** The number of a reference of which only the id is known. */
  seenId(id: string): number;
}

export function createReferenceTable(): ReferenceTable {
  const referenceIds = new Map<string, number>();
  const references: (Reference | undefined)[] = [];

  const seenId = (id: string): number => {
    const known = referenceIds.get(id) ?? references.push(undefined) - 1;
    referenceIds.set(id, known);
    return known;
  };

  const referenceId = (reference: Reference): number => {
    checkReference(reference);
    const known = seenId(reference.id);
    const first = references[known];
    if (first !== undefined) {
      if (
        first.name !== reference.name ||
        first.scope !== reference.scope ||
        first.relation !== reference.relation
      ) {
        refuse([
          {
            code: "reference-invalid",
            message: `Two references have the id ${JSON.stringify(reference.id)}: ${showReference(first)} and ${showReference(reference)}.`,
            remedy: "Give each reference an id of its own.",
            culprits: [reference.id],
          },
        ]);
      }
      return known;
    }
    references[known] = reference;
    return known;
  };

  return { reference: (id) => references[id] as Reference, referenceId, seenId };
}
