import { refuse } from "../../error/scope-error.ts";
import { type Accessor, accessor } from "./accessor.ts";
import { declare, unusable } from "./declare.ts";
import { growthIssues } from "./growth.ts";
import type { KindOrder } from "./kind-order.ts";
import { originOf } from "./origin.ts";
import { isSameGrowth, isSamePlace, type Placement, placements, type Sprout } from "./placement.ts";
import type { Attribute, AttributeOptions, Context } from "./types.ts";

/**
 * What a higher-order attribute is made from. Growths are equal, by default, when they have the same
 * nodes with the same kinds, places and (by `Object.is`) data.
 */
export interface HigherOrderOptions<Node, Data>
  extends AttributeOptions<readonly Placement<Node, Data>[]> {
  readonly kinds: KindOrder;
  /** The kind of a node that was not grown by this attribute. */
  readonly kindOf: Accessor<Node, string>;
  /**
   * The node that a grown node grows on, read off the node itself; undefined for a node that was
   * not grown. This is what keeps the growth of two hosts apart.
   */
  readonly hostOf: (node: Node) => Node | undefined;
  /** The new subtrees of a host. */
  readonly grow: (host: Node, ctx: Context) => readonly Sprout<Node, Data>[];
}

/** A higher-order attribute: its value is the grown nodes in pre-order. */
export interface HigherOrder<Node, Data> extends Attribute<Node, readonly Placement<Node, Data>[]> {
  readonly kind: "higher-order";
  /** The place of a grown node; undefined for a node that nothing grew. */
  readonly placement: Attribute<Node, Placement<Node, Data> | undefined>;
  /** The kind of any node, grown or not. */
  readonly kindOf: Attribute<Node, string>;
}

/**
 * Declares a higher-order attribute (Vogt, Swierstra, Kuiper 1989): its value is new nodes, which
 * have attributes like all others and may grow nodes in turn. Kinds must descend strictly from the
 * host down, so growth ends.
 *
 * Fails with all of `kind-unknown`, `kind-not-descending`, `node-duplicate` and `node-foreign` (a
 * grown node whose `hostOf` is not its host) that hold.
 */
export function higherOrder<Node, Data>(
  name: string,
  options: HigherOrderOptions<Node, Data>,
): HigherOrder<Node, Data> {
  const { kinds, hostOf, grow, equal } = options;
  const original = accessor(options.kindOf, name, "kindOf");
  if (typeof grow !== "function") throw unusable(name, "has no grow");
  if (typeof hostOf !== "function") throw unusable(name, "has no hostOf");
  if (typeof kinds?.mayGrow !== "function") throw unusable(name, "has no order of kinds");
  const origin = originOf(higherOrder, options.origin);
  const placement: Attribute<Node, Placement<Node, Data> | undefined> = declare(
    "synthesised",
    `${name}.placement`,
    origin,
    {
      equation: (node: Node, ctx: Context) => {
        const host = hostOf(node);
        if (host === undefined) return undefined;
        return ctx.get(byNode, host).get(node);
      },
      equal: isSamePlace,
    },
  );
  const byNode: Attribute<Node, ReadonlyMap<Node, Placement<Node, Data>>> = declare(
    "synthesised",
    `${name}.byNode`,
    origin,
    {
      equation: (host: Node, ctx: Context) =>
        new Map(ctx.get(self, host).map((place) => [place.node, place])),
    },
  );
  const kindOf: Attribute<Node, string> = declare("synthesised", `${name}.kindOf`, origin, {
    equation: (node: Node, ctx: Context) => ctx.get(placement, node)?.kind ?? original(node, ctx),
  });
  const grown: Attribute<Node, readonly Placement<Node, Data>[]> & {
    readonly kind: "higher-order";
  } = declare("higher-order", name, origin, {
    equation: (host: Node, ctx: Context) => {
      const kind = ctx.get(kindOf, host);
      const sprouts = grow(host, ctx);
      refuse(growthIssues({ name, kinds, hostOf, host, kind }, sprouts));
      return placements(host, sprouts);
    },
    equal: equal ?? isSameGrowth,
  });
  const self: HigherOrder<Node, Data> = Object.freeze(
    Object.defineProperties({ placement, kindOf }, Object.getOwnPropertyDescriptors(grown)),
  ) as HigherOrder<Node, Data>;
  return self;
}
