import { codeUnits } from "../data/value.ts";
import type { RelationShape } from "../language/relation.ts";

/**
 * What function rules turned out to read and write, by rule name and relation name. It only grows,
 * so relinking and starting again ends after finitely many steps.
 */
export interface Learned {
  readonly reads: Map<string, Set<string>>;
  readonly absences: Map<string, Set<string>>;
  readonly writes: Map<string, Set<string>>;
  /** Keyed relations that some rule with a priority turned out to write. */
  readonly ranked: Set<string>;
  /** By rule: the rules that it turned out to suppress. */
  readonly suppresses: Map<string, Set<string>>;
  /** What facts and outputs said about their relations, where the program did not know. */
  readonly shapes: Map<string, RelationShape>;
}

/** Nothing learned yet. */
export function nothingLearned(): Learned {
  return {
    reads: new Map(),
    absences: new Map(),
    writes: new Map(),
    ranked: new Set(),
    suppresses: new Map(),
    shapes: new Map(),
  };
}

/** Adds a pair; says whether it is new. */
export function learn(map: Map<string, Set<string>>, rule: string, relation: string): boolean {
  const known = map.get(rule);
  if (known === undefined) {
    map.set(rule, new Set([relation]));
    return true;
  }
  if (known.has(relation)) return false;
  known.add(relation);
  return true;
}

/** Equal texts for equal lessons. */
export function learnedKey(learned: Learned): string {
  const pairs = (map: ReadonlyMap<string, ReadonlySet<string>>): unknown =>
    [...map].map(([rule, names]) => [rule, [...names].sort(codeUnits)]).sort(byText);
  const { reads, absences, writes, suppresses, ranked, shapes } = learned;
  const maps = [reads, absences, writes, suppresses].map(pairs);
  const said = [...shapes.values()].map(({ relation, key, writers, columns }) => {
    return [relation, key ?? 0, writers ?? "", columns ?? []];
  });
  return JSON.stringify([maps, [...ranked].sort(codeUnits), said.sort(byText)]);
}

function byText(a: readonly unknown[], b: readonly unknown[]): number {
  return codeUnits(String(a[0]), String(b[0]));
}
