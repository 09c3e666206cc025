import {
  type AnyAttribute,
  type Attribute,
  attribute,
  type Context,
  type Contribution,
  circular,
  collection,
  createEvaluator,
  higherOrder,
  type Input,
  inherited,
  input,
  kindOrder,
  type Placement,
  reference,
  subsets,
} from "gen-scope";
import { describe, expectTypeOf, it } from "vitest";

const port = input<string, number>("port", { default: 80 });
const name = attribute("name", (node: string, ctx) => `${node}:${ctx.get(port, node)}`);
const lookup = attribute<string, string, boolean>("lookup", (node, _ctx, key) => node === key);
const ev = createEvaluator();

describe("types", () => {
  it("flow from declarations to reads", () => {
    expectTypeOf(port).toEqualTypeOf<Input<string, number>>();
    expectTypeOf(name).toEqualTypeOf<Attribute<string, string>>();
    expectTypeOf(lookup).toEqualTypeOf<Attribute<string, boolean, string>>();
    expectTypeOf(ev.get(port, "a")).toBeNumber();
    expectTypeOf(ev.get(name, "a")).toBeString();
    expectTypeOf(ev.get(lookup, "a", "b")).toBeBoolean();
    attribute("reader", (node: string, ctx) => {
      expectTypeOf(ctx.get(lookup, node, "k")).toBeBoolean();
      expectTypeOf(ctx.get(port, node)).toBeNumber();
      return 1;
    });
  });

  it("flow through every kind", () => {
    const env = inherited("env", {
      parent: (_node: string) => undefined as string | undefined,
      root: () => "prod",
    });
    expectTypeOf(env).toEqualTypeOf<Attribute<string, string>>();
    const target = reference("target", (node: string) => (node === "" ? undefined : node));
    expectTypeOf(ev.get(target, "a")).toEqualTypeOf<string | undefined>();
    const open = collection("open", {
      from: (_node: string) => ["a"],
      contribute: (source: string, ctx) => [ctx.get(port, source)],
    });
    expectTypeOf(ev.get(open, "a")).toEqualTypeOf<readonly Contribution<string, number>[]>();
    const reaches = circular("reaches", subsets<string>(3), (_node: string) => new Set<string>());
    expectTypeOf(ev.get(reaches, "a")).toEqualTypeOf<ReadonlySet<string>>();
    const users = higherOrder<string, { uid: number }>("users", {
      kinds: kindOrder(["host", "user"]),
      kindOf: () => "host",
      hostOf: () => undefined,
      grow: () => [],
    });
    expectTypeOf(ev.get(users, "a")).toEqualTypeOf<readonly Placement<string, { uid: number }>[]>();
    expectTypeOf(ev.get(users.kindOf, "a")).toBeString();
    const every: AnyAttribute[] = [port, name, lookup, env, target, open, reaches, users];
    expectTypeOf(every).toEqualTypeOf<AnyAttribute[]>();
  });

  it("tell ctx, the argument and the value of an equation that names only what it must", () => {
    const scaled = attribute("scaled", (node: string, ctx, by: number) => {
      expectTypeOf(ctx).toEqualTypeOf<Context>();
      return `${ctx.get(port, node) * by}`;
    });
    expectTypeOf(scaled).toEqualTypeOf<Attribute<string, string, number>>();
    const side = attribute("side", (_node: string, _ctx, at: "left" | "right") => at);
    expectTypeOf(side).toEqualTypeOf<Attribute<string, "left" | "right", "left" | "right">>();
    const size = attribute(
      "size",
      (node: string, ctx, of: { by: number }) => {
        expectTypeOf(ctx).toEqualTypeOf<Context>();
        return node.length * of.by;
      },
      { key: (of) => of.by },
    );
    expectTypeOf(size).toEqualTypeOf<Attribute<string, number, { by: number }>>();
    const near = circular("near", subsets<string>(3), (node: string, ctx, at: number) => {
      expectTypeOf(ctx).toEqualTypeOf<Context>();
      return new Set([ctx.get(name, node), String(at)]);
    });
    expectTypeOf(near).toEqualTypeOf<Attribute<string, ReadonlySet<string>, number>>();
  });

  it("refuse what cannot be right", () => {
    const never = (): void => {
      // @ts-expect-error: the node of `port` is a string
      ev.get(port, 1);
      // @ts-expect-error: `lookup` needs its argument
      ev.get(lookup, "a");
      // @ts-expect-error: of the right type
      ev.get(lookup, "a", 1);
      // @ts-expect-error: `name` has no argument
      ev.get(name, "a", "b");
      // @ts-expect-error: the value of `port` is a number
      ev.set(port, "a", "80");
      // @ts-expect-error: `name` is no input
      ev.set(name, "a", "x");
      // @ts-expect-error: an argument that is no primitive needs a key
      attribute<string, { by: number }, number>("by", (_node, _ctx, { by }) => by);
      attribute<string, { by: number }, number>("by", (_node, _ctx, { by }) => by, {
        key: (arg) => arg.by,
      });
      // @ts-expect-error: equations cannot set
      attribute("sets", (node: string, ctx) => ctx.set(port, node, 1));
      // @ts-expect-error: a lattice needs a height
      circular("x", { bottom: 0, join: Math.max }, () => 0);
      // @ts-expect-error: the depth is an option, not an argument
      ev.why(name, "a", { depth: 1 });
    };
    expectTypeOf(never).toBeFunction();
  });
});
