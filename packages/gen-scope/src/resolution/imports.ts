import { ScopeError } from "../error/scope-error.ts";
import type { Declaration, Reference } from "./scope-graph.ts";
import type { ScopeIndex } from "./scope-index.ts";

/** What an import leads to: a scope, and the declaration that names it. */
export interface ImportTarget<T> {
  readonly scope: number;
  readonly declaration: T;
  /** Where that declaration is. */
  readonly declaredIn: number;
}

/** The outcome of resolving the reference of an import, with some imports already seen. */
export interface ImportResult<T> {
  /** One per declaration that is visible and names a scope, in order of the declarations. */
  readonly targets: readonly ImportTarget<T>[];
  /** How many declarations are visible to it, with or without a scope. */
  readonly visible: number;
}

/**
 * A computation that may have to know what an import leads to. It yields the reference, and when it
 * is resumed {@link Imports.result} knows. So imports that need imports need no recursion.
 */
export type Task<R> = Generator<number, R, void>;

/**
 * Resolution of imports by name under a set of seen imports (Néron et al. 2015, Fig. 3, rules X and
 * I): to resolve reference `y` is to search from its scope with `y` itself seen, and an import that
 * is seen is no edge. The set is that of the tasks under way, innermost last.
 */
export interface Imports<T extends Declaration> {
  /** Is this import being resolved right now? The answer becomes part of what the result depends on. */
  isSeen(reference: number): boolean;
  /** What is known of it under the imports seen now. */
  result(reference: number): ImportResult<T> | undefined;
  /** How deep the present task is: 0 for the query itself. */
  depth(): number;
  /** Runs a task with `seen` seen from the start, and everything that it turns out to need. */
  run<R>(task: Task<R>, seen: readonly number[]): R;
}

/** A result, and what it asked of the set of seen imports: it holds wherever the answers are the same. */
interface Remembered<T> {
  readonly asked: ReadonlyMap<number, boolean>;
  readonly result: ImportResult<T>;
}

interface Frame {
  readonly task: Task<unknown>;
  readonly reference: number;
  readonly asked: Set<number>;
}

/** @param resolve the task that searches for what a reference resolves to. */
export function createImports<T extends Declaration>(
  index: ScopeIndex<T>,
  budget: number,
  resolve: (reference: Reference) => Task<ImportResult<T>>,
): Imports<T> {
  const memo = new Map<number, Remembered<T>[]>();
  const seen = new Set<number>();
  let frames: Frame[] = [];
  let spent = 0;

  const holds = (one: Remembered<T>): boolean => {
    for (const [reference, answer] of one.asked) if (seen.has(reference) !== answer) return false;
    return true;
  };

  const finish = (frame: Frame, result: ImportResult<T>): void => {
    seen.delete(frame.reference);
    frame.asked.delete(frame.reference);
    const asked = new Map([...frame.asked].map((reference) => [reference, seen.has(reference)]));
    const known = memo.get(frame.reference);
    if (known === undefined) memo.set(frame.reference, [{ asked, result }]);
    else known.push({ asked, result });
  };

  const start = (reference: number): Frame => {
    if (++spent > budget) throw overBudget(index.reference(reference), budget);
    seen.add(reference);
    return { task: resolve(index.reference(reference)), reference, asked: new Set() };
  };

  return {
    isSeen: (reference) => {
      frames[frames.length - 1]?.asked.add(reference);
      return seen.has(reference);
    },
    result: (reference) => {
      for (const one of memo.get(reference) ?? []) {
        if (!holds(one)) continue;
        const asked = frames[frames.length - 1]?.asked;
        for (const other of one.asked.keys()) asked?.add(other);
        return one.result;
      }
      return undefined;
    },
    depth: () => frames.length - 1,
    run: <R>(task: Task<R>, initially: readonly number[]): R => {
      // A task can be run while another is under way only by a caller's own accessor or predicate.
      const outer = { frames, seen: [...seen], spent };
      spent = 0;
      seen.clear();
      for (const reference of initially) seen.add(reference);
      frames = [{ task, reference: -1, asked: new Set() }];
      try {
        for (;;) {
          const frame = frames[frames.length - 1] as Frame;
          const step = frame.task.next();
          if (step.done !== true) frames.push(start(step.value as number));
          else if (frame.reference < 0) return step.value as R;
          else {
            frames.pop();
            finish(frame, step.value as ImportResult<T>);
          }
        }
      } finally {
        frames = outer.frames;
        spent = outer.spent;
        seen.clear();
        for (const reference of outer.seen) seen.add(reference);
      }
    },
  };
}

function overBudget(reference: Reference, budget: number): ScopeError {
  return new ScopeError([
    {
      code: "search-budget",
      message: `More than ${budget} resolutions of imports were needed, at last of ${JSON.stringify(reference.name)} (${JSON.stringify(reference.id)}).`,
      remedy:
        "Imports that may find each other's names are searched in every order; use edges with a target where it is known, or raise `budget`.",
      culprits: [reference.id],
    },
  ]);
}
