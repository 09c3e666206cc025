import type { Value } from "../data/value.ts";
import type { Term, Terms } from "./term.ts";

/** A fact: a tuple of a relation. Two facts are one when relation and values are equal. */
export interface Fact<T extends readonly Value[] = readonly Value[]> {
  readonly relation: string;
  readonly args: T;
}

/** A pattern over the facts of one relation. A pattern without variables looks like a fact. */
export interface Atom<T extends readonly Value[] = readonly Value[]> {
  readonly relation: string;
  readonly args: readonly Term[];
  /** For the compiler only: the columns. */
  readonly $columns?: T;
}

/** A relation whose patterns and facts are typed. Call it to make one. */
export interface Relation<T extends readonly Value[] = readonly Value[]> extends RelationShape {
  (...args: Terms<T>): Atom<T>;
  /** A fact of this relation: constants only. */
  fact(...args: T): Fact<T>;
}

/** What a program may know about a relation. */
export interface RelationShape {
  readonly relation: string;
  /** Names of the columns, for messages; their number is the arity. */
  readonly columns?: readonly string[];
  /** How many leading columns are the key: at most one fact for each. */
  readonly key?: number;
  /**
   * Who may write one key. `agree`: several rules, if they write the same values. `one`: one rule,
   * or the given facts, and no other, even for the same values.
   * @default "agree"
   */
  readonly writers?: "agree" | "one";
}

/** Options of {@link relation}. */
export type RelationOptions = Omit<RelationShape, "relation">;

/**
 * A typed relation.
 * @example const edge = relation<[from: string, to: string]>("edge"); edge(v("x"), "b")
 */
export function relation<T extends readonly Value[] = readonly Value[]>(
  name: string,
  options: RelationOptions = {},
): Relation<T> {
  const shape: RelationShape = Object.freeze({ ...options, relation: name });
  const plain = Object.keys(options).length === 0;
  // What the relation says about itself travels with its patterns, unseen, so that nobody has to
  // declare it a second time.
  const tag = <A extends object>(atom: A): A =>
    plain ? atom : Object.defineProperty(atom, SHAPE, { value: shape });
  const make = (...args: Terms<T>): Atom<T> => tag({ relation: name, args });
  const fact = (...args: T): Fact<T> => tag({ relation: name, args });
  return Object.freeze(Object.assign(make, { ...shape, fact }));
}

const SHAPE: unique symbol = Symbol("gen-derive.shape");

/** What a relation says about itself, as plain data. */
export function shapeOnly({ relation: name, columns, key, writers }: RelationShape): RelationShape {
  return {
    relation: name,
    ...(columns === undefined ? {} : { columns }),
    ...(key === undefined ? {} : { key }),
    ...(writers === undefined ? {} : { writers }),
  };
}

/** What the relation that made a pattern or fact said about itself. */
export function shapeOf(atom: Atom | Fact): RelationShape | undefined {
  return (atom as { [SHAPE]?: RelationShape })[SHAPE];
}

/** The prefix of the relations of {@link enriched}. Every relation so named has one writer per node. */
export const ENRICHED = "enriched:";

/**
 * The relation of one enriched key: what rules add to a node's context. Keyed by the node, so two
 * rules that write different values for one node are an error; one relation per key, so a rule may
 * read one key to write another.
 * @example enriched<string>("region")(node, "us-east")
 */
export function enriched<T extends Value = Value>(key: string): Relation<[node: string, value: T]> {
  return relation(`${ENRICHED}${key}`, { columns: ["node", "value"], key: 1 });
}
