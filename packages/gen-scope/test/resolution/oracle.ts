/**
 * A literal reading of the resolution calculus (Néron, Tolmach, Visser & Wachsmuth 2015, Figs. 2, 3
 * and 19), with labels and a regular expression in place of P and I (van Antwerpen et al. 2016). It
 * shares nothing with the package: paths are enumerated one by one and compared pair by pair.
 */
export interface Model {
  readonly edges: readonly (readonly [from: string, label: string, to: string])[];
  readonly imports?: readonly (readonly [from: string, label: string, reference: string])[];
  readonly references?: Readonly<Record<string, { readonly name: string; readonly scope: string }>>;
  /** `[scope, name, named scope]`; the position in the list is the identity. */
  readonly declarations: readonly (readonly [scope: string, name: string, names?: string])[];
}

export interface Calculus {
  /** Well-formedness of the word of labels, each of one character. */
  readonly wellFormed: RegExp;
  /** A label comes before those it is preferred to; already transitive. */
  readonly less: (a: string, b: string) => boolean;
  readonly rank: (label: string) => number;
  /** Does the declaration at one position shadow that at another? */
  readonly competes?: (winner: number, loser: number) => boolean;
}

interface PathStep {
  readonly label: string;
  readonly to: string;
  /** Tells apart steps that the calculus tells apart: I(y^R, y^D : S). */
  readonly identity: string;
}

interface Reached {
  readonly path: readonly PathStep[];
  readonly declaration: number;
}

const END = "$";

export interface Expected {
  readonly reachable: string[];
  readonly visible: string[];
  readonly shadows: string[];
  readonly paths: number;
}

/** Rules (P), (I), (N'), (T'), (R'). */
function reach(
  model: Model,
  calculus: Calculus,
  from: string,
  matches: (position: number) => boolean,
  seen: ReadonlySet<string>,
): Reached[] {
  const result: Reached[] = [];
  const walk = (scope: string, visited: readonly string[], path: readonly PathStep[]): void => {
    if (calculus.wellFormed.test(path.map((step) => step.label).join(""))) {
      model.declarations.forEach(([place], declaration) => {
        if (place !== scope || !matches(declaration)) return;
        const last = { label: END, to: scope, identity: `D:${declaration}` };
        result.push({ path: [...path, last], declaration });
      });
    }
    for (const step of stepsFrom(model, calculus, scope, seen)) {
      if (visited.includes(step.to)) continue;
      walk(step.to, [...visited, step.to], [...path, step]);
    }
  };
  walk(from, [from], []);
  return result;
}

function stepsFrom(
  model: Model,
  calculus: Calculus,
  scope: string,
  seen: ReadonlySet<string>,
): PathStep[] {
  const steps = new Map<string, PathStep>();
  for (const [from, label, to] of model.edges) {
    const identity = JSON.stringify([label, to]);
    if (from === scope) steps.set(identity, { label, to, identity });
  }
  for (const [from, label, reference] of model.imports ?? []) {
    if (from !== scope || seen.has(reference)) continue;
    for (const declaration of resolveReference(model, calculus, reference, seen)) {
      const to = model.declarations[declaration]?.[2];
      const identity = JSON.stringify([label, reference, declaration]);
      if (to !== undefined) steps.set(identity, { label, to, identity });
    }
  }
  return [...steps.values()];
}

/** Rule (X). */
export function resolveReference(
  model: Model,
  calculus: Calculus,
  id: string,
  seen: ReadonlySet<string>,
): Set<number> {
  const reference = model.references?.[id];
  if (reference === undefined) throw new Error(id);
  const { competes: _, ...plain } = calculus;
  const named = (position: number): boolean => model.declarations[position]?.[1] === reference.name;
  const reached = reach(model, plain, reference.scope, named, new Set([...seen, id]));
  return new Set(visibleAmong(reached, plain).map(({ declaration }) => declaration));
}

/** Rule (V'). */
function visibleAmong(reached: readonly Reached[], calculus: Calculus): Reached[] {
  return reached.filter(
    (p) =>
      !reached.some(
        (other) =>
          (calculus.competes?.(other.declaration, p.declaration) ?? true) &&
          isLess(calculus, other.path, p.path),
      ),
  );
}

/** Rules (Lex1) and (Lex2): only equal first steps are stripped. */
function isLess(calculus: Calculus, p: readonly PathStep[], q: readonly PathStep[]): boolean {
  const [first, ...rest] = p;
  const [other, ...others] = q;
  if (first === undefined || other === undefined) return false;
  if (first.identity === other.identity) return isLess(calculus, rest, others);
  return calculus.less(first.label, other.label);
}

/** What a resolver should say, as text: `position via label>scope …` for each declaration. */
export function expected(
  model: Model,
  calculus: Calculus,
  from: string,
  matches: (position: number) => boolean,
  seen: ReadonlySet<string> = new Set(),
): Expected {
  const reached = reach(model, calculus, from, matches, seen);
  const winners = visibleAmong(reached, calculus);
  const visible = shortest(model, winners, calculus);
  const all = shortest(model, reached, calculus);
  const isVisible = new Set(visible.map(({ declaration }) => declaration));
  const shadows = all
    .filter(({ declaration }) => !isVisible.has(declaration))
    .flatMap((loser) => {
      const by = winners.filter(
        (winner) =>
          (calculus.competes?.(winner.declaration, loser.declaration) ?? true) &&
          isLess(calculus, winner.path, loser.path),
      );
      return [...new Set(by.map(({ declaration }) => `${declaration} > ${show(loser)}`))];
    });
  return {
    reachable: all.map(show),
    visible: visible.map(show),
    shadows: shadows.sort(),
    paths: reached.length,
  };
}

function shortest(model: Model, reached: readonly Reached[], calculus: Calculus): Reached[] {
  const name = ({ declaration }: Reached): string => model.declarations[declaration]?.[1] ?? "";
  const best = new Map<number, Reached>();
  for (const one of reached) {
    const known = best.get(one.declaration);
    if (known === undefined || compare(calculus, one.path, known.path) < 0) {
      best.set(one.declaration, one);
    }
  }
  return [...best.values()].sort(
    (a, b) =>
      compare(calculus, a.path, b.path) || code(name(a), name(b)) || a.declaration - b.declaration,
  );
}

function compare(calculus: Calculus, p: readonly PathStep[], q: readonly PathStep[]): number {
  if (p.length !== q.length) return p.length - q.length;
  for (let i = 0; i < p.length - 1; i++) {
    const [a, b] = [p[i] as PathStep, q[i] as PathStep];
    const difference =
      calculus.rank(a.label) - calculus.rank(b.label) || code(a.label, b.label) || code(a.to, b.to);
    if (difference !== 0) return difference;
  }
  return 0;
}

function code(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function show({ declaration, path }: Reached): string {
  const steps = path.slice(0, -1).map(({ label, to }) => ` ${label}>${to}`);
  return `${declaration}${steps.join("")}`;
}
