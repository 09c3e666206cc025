import { refusal } from "../failure/refusal.ts";
import { show } from "../show.ts";
import { type Accessor, accessor } from "./accessor.ts";
import { declare, unusable } from "./declare.ts";
import { compareNodes } from "./node-order.ts";
import { originOf } from "./origin.ts";
import type { Attribute, AttributeOptions, Context } from "./types.ts";

/** One value and the node that contributed it. */
export interface Contribution<Source, Value> {
  readonly from: Source;
  readonly value: Value;
}

/** What a collection attribute is made from. */
export interface CollectionOptions<Node, Source, Value, Result> extends AttributeOptions<Result> {
  /** The nodes that may contribute: a set, so order and repetition mean nothing. */
  readonly from: Accessor<Node, Iterable<Source>>;
  /** What one of them contributes to `target`: any number of values, in an order that is kept. */
  readonly contribute: (source: Source, ctx: Context, target: Node) => Iterable<Value>;
  /**
   * The order of the contributing nodes: negative, zero or positive, like a sort function's.
   * @default strings by code unit, numbers by size; other nodes need one
   */
  readonly order?: (a: Source, b: Source) => number;
  /** What becomes of the ordered contributions. @default the list of them */
  readonly combine?: (contributions: readonly Contribution<Source, Value>[], node: Node) => Result;
}

/**
 * Declares a collection attribute: what a set of nodes contributes, combined in an order that
 * depends on the nodes alone, never on who was evaluated first.
 *
 * Fails with `order-missing` when the nodes have no order of their own and none is given.
 */
export function collection<
  Node,
  Value,
  Source = Node,
  Result = readonly Contribution<Source, Value>[],
>(name: string, options: CollectionOptions<Node, Source, Value, Result>): Attribute<Node, Result> {
  const { contribute, equal } = options;
  if (typeof contribute !== "function") throw unusable(name, "has no contribute");
  const from = accessor(options.from, name, "from");
  const order = options.order ?? ((a, b) => compareNodes(a, b) ?? unordered(name, a, b));
  const combine = options.combine ?? ((contributions) => contributions as unknown as Result);
  return declare<Node, Result, void, "collection">(
    "collection",
    name,
    originOf(collection, options.origin),
    {
      equation: (node, ctx) => {
        const sources = [...new Set(from(node, ctx))].sort(order);
        const found: Contribution<Source, Value>[] = [];
        for (const source of sources) {
          for (const value of contribute(source, ctx, node)) found.push({ from: source, value });
        }
        return combine(found, node);
      },
      ...(equal === undefined ? {} : { equal }),
    },
  );
}

function unordered(name: string, a: unknown, b: unknown): never {
  throw refusal({
    code: "order-missing",
    message: `${name} collects from ${show(a)} and ${show(b)}, which have no order of their own.`,
    remedy: "Give `order`.",
    culprits: [name],
  });
}
