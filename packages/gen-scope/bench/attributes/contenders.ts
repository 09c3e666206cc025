import { computed, signal } from "alien-signals";
import { type Attribute, attribute, createEvaluator, input } from "gen-scope";
import type { Layers } from "./workloads.ts";

/** One way to evaluate the graph. */
export interface Contender {
  /** Evaluates the top layer; the sum. */
  readonly evaluate: () => number;
  /** Sets a leaf. */
  readonly edit: (leaf: string, value: number) => void;
}

/** The attribute evaluator. */
export function attributes({ reads, top }: Layers): Contender {
  const leaf = input<string, number>("leaf", { default: 1 });
  const value: Attribute<string, number> = attribute<string, number>("value", (node, ctx) => {
    const below = reads.get(node) as readonly string[];
    if (below.length === 0) return ctx.get(leaf, node);
    let sum = 0;
    for (const each of below) sum = (sum + ctx.get(value, each)) | 0;
    return sum;
  });
  const ev = createEvaluator();
  return {
    evaluate() {
      let sum = 0;
      for (const node of top) sum = (sum + ev.get(value, node)) | 0;
      return sum;
    },
    edit: (node, to) => ev.set(leaf, node, to),
  };
}

/** A recursive function with a `Map`, as one writes it by hand: no edits, no cycles, no depth. */
export function mapMemo({ reads, top }: Layers): Contender {
  const leaves = new Map<string, number>();
  const memo = new Map<string, number>();
  const value = (node: string): number => {
    const known = memo.get(node);
    if (known !== undefined) return known;
    const below = reads.get(node) as readonly string[];
    let sum = below.length === 0 ? (leaves.get(node) ?? 1) : 0;
    for (const each of below) sum = (sum + value(each)) | 0;
    memo.set(node, sum);
    return sum;
  };
  return {
    evaluate() {
      let sum = 0;
      for (const node of top) sum = (sum + value(node)) | 0;
      return sum;
    },
    edit(node, to) {
      leaves.set(node, to);
      memo.clear();
    },
  };
}

/** alien-signals, its computeds found by node in a `Map`, made when first asked for. */
export function alienByNode({ reads, top }: Layers): Contender {
  const leaves = new Map<string, ReturnType<typeof signal<number>>>();
  const cells = new Map<string, () => number>();
  const leafOf = (node: string): ReturnType<typeof signal<number>> => {
    let leaf = leaves.get(node);
    if (leaf === undefined) {
      leaf = signal(1);
      leaves.set(node, leaf);
    }
    return leaf;
  };
  const cellOf = (node: string): (() => number) => {
    let cell = cells.get(node);
    if (cell === undefined) {
      cell = computed(() => {
        const below = reads.get(node) as readonly string[];
        if (below.length === 0) return leafOf(node)();
        let sum = 0;
        for (const each of below) sum = (sum + cellOf(each)()) | 0;
        return sum;
      });
      cells.set(node, cell);
    }
    return cell;
  };
  return {
    evaluate() {
      let sum = 0;
      for (const node of top) sum = (sum + cellOf(node)()) | 0;
      return sum;
    },
    edit: (node, to) => leafOf(node)(to),
  };
}

/** alien-signals at its barest: every computed made beforehand, closing over those it reads. */
export function alienWired({ nodes, reads, top }: Layers): Contender {
  const leaves = new Map<string, ReturnType<typeof signal<number>>>();
  const cells = new Map<string, () => number>();
  for (const node of nodes) {
    const below = (reads.get(node) as readonly string[]).map(
      (each) => cells.get(each) as () => number,
    );
    const leaf = signal(1);
    if (below.length === 0) leaves.set(node, leaf);
    cells.set(
      node,
      below.length === 0
        ? computed(() => leaf())
        : computed(() => {
            let sum = 0;
            for (const each of below) sum = (sum + each()) | 0;
            return sum;
          }),
    );
  }
  const outputs = top.map((node) => cells.get(node) as () => number);
  return {
    evaluate() {
      let sum = 0;
      for (const each of outputs) sum = (sum + each()) | 0;
      return sum;
    },
    edit: (node, to) => leaves.get(node)?.(to),
  };
}
