import { type CompiledGraph, freeze } from "../compile/compiled-graph.ts";
import type { Key } from "../compile/graph-input.ts";
import { createLoader } from "../compile/loader.ts";
import { GraphError } from "../error/graph-error.ts";
import type { Algebraic } from "./algebraic.ts";
import { foldAlgebraic } from "./fold-algebraic.ts";

/** More edges than typed arrays comfortably hold; reached by connecting large graphs. */
const MAX_EDGES = 1 << 27;

/** Below this many edges parallel ones are left to the end. */
const COMPACT_FROM = 1 << 22;

/** The vertices of a subterm: joined in O(1) by overlays, listed (once) when a connect needs them. */
interface Rope {
  readonly left: Rope | undefined;
  readonly right: Rope | undefined;
  listed: readonly number[] | undefined;
}

/**
 * The graph that a term denotes: `overlay` unites, `connect` unites and adds the product of the
 * vertices (Mokhov 2017, §3.1).
 *
 * @throws GraphError `too-large` beyond 2²⁷ edges.
 */
export function compileAlgebraic<N>(term: Algebraic<N>, key: Key<N> | undefined): CompiledGraph<N> {
  const loader = createLoader<N>();
  const none: Rope = { left: undefined, right: undefined, listed: [] };
  const leaves: Rope[] = [];
  let compactAt = COMPACT_FROM;
  const join = (left: Rope, right: Rope): Rope => {
    if (left === none || left === right) return right;
    return right === none ? left : { left, right, listed: undefined };
  };
  foldAlgebraic<N, Rope>(term, {
    empty: none,
    vertex: (node) => {
      const id = loader.intern(node);
      leaves[id] ??= { left: undefined, right: undefined, listed: [id] };
      return leaves[id];
    },
    overlay: join,
    connect: (left, right) => {
      // Nothing to connect: listing the other side would add up in chains of these.
      if (left === none || right === none) return join(left, right);
      const [sources, targets] = [list(left), list(right)];
      const more = sources.length * targets.length;
      if (loader.count + more > compactAt) {
        // Terms may say the same edge many times: keep at most twice what is distinct.
        loader.compact();
        if (loader.count + more > MAX_EDGES) throw tooLarge();
        compactAt = Math.max(COMPACT_FROM, 2 * (loader.count + more));
      }
      for (const u of sources) for (const v of targets) loader.edge(u, v);
      const both = join(left, right);
      // Costs no more than the edges just added, and keeps chains of connects from adding up.
      list(both);
      return both;
    },
  });
  return freeze(loader, key);
}

/** The vertices of a rope, each once; kept, as several connects may ask. */
function list(rope: Rope): readonly number[] {
  if (rope.listed !== undefined) return rope.listed;
  const found = new Set<number>();
  const seen = new Set<Rope>([rope]);
  const todo: Rope[] = [rope];
  for (let current = todo.pop(); current !== undefined; current = todo.pop()) {
    if (current.listed !== undefined) {
      for (const id of current.listed) found.add(id);
      continue;
    }
    for (const part of [current.left, current.right]) {
      if (part !== undefined && !seen.has(part)) {
        seen.add(part);
        todo.push(part);
      }
    }
  }
  rope.listed = [...found];
  return rope.listed;
}

function tooLarge(): GraphError {
  return new GraphError([
    {
      code: "too-large",
      message: `The algebraic graph denotes more than ${MAX_EDGES} edges.`,
      remedy: "Connect smaller graphs.",
      culprits: [],
    },
  ]);
}
