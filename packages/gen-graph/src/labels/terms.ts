/**
 * A hash-consed, normalised label expression: equal languages *up to the laws below* are the same
 * object. Laws (Owens, Reppy & Turon 2009, "Regular-expression derivatives re-examined", §4.1):
 * alternation and intersection associate, commute and are idempotent, with unit and zero;
 * sequence associates (to the right), with unit and zero; r** = r*, ε* = ∅* = ε, ¬¬r = r. They
 * make the set of derivatives finite (Brzozowski 1964, theorem 5.2).
 */
export interface Term {
  readonly id: number;
  readonly kind: "none" | "unit" | "any" | "label" | "seq" | "alt" | "both" | "star" | "not";
  /** Does the empty path belong to it? */
  readonly nullable: boolean;
  readonly label: string;
  readonly parts: readonly Term[];
}

/** The smart constructors over one table of terms. */
export interface Terms {
  readonly none: Term;
  readonly unit: Term;
  readonly any: Term;
  readonly all: Term;
  label(name: string): Term;
  seq(first: Term, rest: Term): Term;
  alt(parts: readonly Term[]): Term;
  both(parts: readonly Term[]): Term;
  star(body: Term): Term;
  not(body: Term): Term;
}

/** A fresh table. Keys are built from kinds and ids only, so no label can forge one. */
export function createTerms(): Terms {
  const table = new Map<string, Term>();
  const labels = new Map<string, Term>();
  let count = 0;
  const intern = (kind: Term["kind"], nullable: boolean, parts: readonly Term[]): Term => {
    const key = `${kind}${parts.map((part) => part.id).join(",")}`;
    let term = table.get(key);
    if (term === undefined) {
      term = { id: count++, kind, nullable, label: "", parts };
      table.set(key, term);
    }
    return term;
  };
  const none = intern("none", false, []);
  const unit = intern("unit", true, []);
  const any = intern("any", false, []);
  const all = intern("star", true, [any]);

  /** Flattened, without duplicates and without `identity`, by id; `undefined` when `zero` is in it. */
  const gather = (
    kind: "alt" | "both",
    parts: readonly Term[],
    identity: Term,
    zero: Term,
  ): Term[] | undefined => {
    const set = new Set<Term>();
    for (const part of parts) {
      for (const leaf of part.kind === kind ? part.parts : [part]) set.add(leaf);
    }
    if (set.has(zero)) return undefined;
    set.delete(identity);
    return [...set].sort((a, b) => a.id - b.id);
  };

  return {
    none,
    unit,
    any,
    all,
    label: (name) => {
      let term = labels.get(name);
      if (term === undefined) {
        term = { id: count++, kind: "label", nullable: false, label: name, parts: [] };
        labels.set(name, term);
      }
      return term;
    },
    seq: (first, rest) => {
      if (first === none || rest === none) return none;
      if (first === unit) return rest;
      if (rest === unit) return first;
      const heads: Term[] = [];
      let last = first;
      while (last.kind === "seq") {
        heads.push(last.parts[0] as Term);
        last = last.parts[1] as Term;
      }
      let term = intern("seq", last.nullable && rest.nullable, [last, rest]);
      for (let i = heads.length - 1; i >= 0; i--) {
        const head = heads[i] as Term;
        term = intern("seq", head.nullable && term.nullable, [head, term]);
      }
      return term;
    },
    alt: (parts) => {
      let set = gather("alt", parts, none, all);
      if (set === undefined) return all;
      if (set.some((part) => part !== unit && part.nullable)) set = set.filter((p) => p !== unit);
      if (set.length < 2) return set[0] ?? none;
      return intern(
        "alt",
        set.some((part) => part.nullable),
        set,
      );
    },
    both: (parts) => {
      const set = gather("both", parts, all, none);
      if (set === undefined) return none;
      if (set.length < 2) return set[0] ?? all;
      return intern(
        "both",
        set.every((part) => part.nullable),
        set,
      );
    },
    star: (body) => {
      if (body.kind === "star") return body;
      if (body === none || body === unit) return unit;
      return intern("star", true, [body]);
    },
    not: (body) => {
      if (body.kind === "not") return body.parts[0] as Term;
      if (body === none) return all;
      if (body === all) return none;
      return intern("not", !body.nullable, [body]);
    },
  };
}
