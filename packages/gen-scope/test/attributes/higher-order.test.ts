import {
  attribute,
  createEvaluator,
  type HigherOrder,
  higherOrder,
  input,
  kindOrder,
  type Sprout,
} from "gen-scope";
import { describe, expect, it } from "vitest";
import { thrown } from "./thrown.ts";

interface Data {
  readonly label: string;
}
type Tree = Sprout<string, Data>;

const wanted = input<string, readonly Tree[]>("wanted", { default: [] });
const kind = input<string, string>("kind", { default: "host" });
const kinds = kindOrder(["fleet", "host", "user", ["key", "home"]]);
const hostOf = (node: string): string | undefined =>
  node.includes("/") ? node.slice(0, node.lastIndexOf("/")) : undefined;
const grown: HigherOrder<string, Data> = higherOrder<string, Data>("grown", {
  kinds,
  kindOf: kind,
  hostOf,
  grow: (host, ctx) => ctx.get(wanted, host),
});
const leaf = (node: string, kind: string, children: readonly Tree[] = []): Tree => ({
  node,
  kind,
  data: { label: node },
  children,
});

describe("higher-order attributes", () => {
  it("grow nodes that have places, kinds and all attributes", () => {
    const ev = createEvaluator();
    ev.set(wanted, "h", [leaf("h/b", "user", [leaf("h/k", "key")]), leaf("h/a", "user")]);
    // In pre-order.
    expect(ev.get(grown, "h")).toEqual([
      { node: "h/b", kind: "user", data: { label: "h/b" }, parent: "h", host: "h" },
      { node: "h/k", kind: "key", data: { label: "h/k" }, parent: "h/b", host: "h" },
      { node: "h/a", kind: "user", data: { label: "h/a" }, parent: "h", host: "h" },
    ]);
    const path = attribute<string, string>("path", (node, ctx) => {
      const place = ctx.get(grown.placement, node);
      return place === undefined ? node : `${ctx.get(path, place.parent)} > ${place.data.label}`;
    }) as ReturnType<typeof attribute<string, string>>;
    expect(ev.get(path, "h/k")).toBe("h > h/b > h/k");
    expect([ev.get(grown.kindOf, "h/k"), ev.get(grown.kindOf, "h")]).toEqual(["key", "host"]);
    expect(ev.get(grown.placement, "h")).toBeUndefined();
    expect(ev.get(grown.placement, "h/nobody")).toBeUndefined();
  });

  it("let grown nodes grow in turn, down the kinds", () => {
    const ev = createEvaluator();
    ev.set(wanted, "h", [leaf("h/a", "user")]);
    ev.set(wanted, "h/a", [leaf("h/a/home", "home")]);
    expect(ev.get(grown, "h/a").map((place) => place.node)).toEqual(["h/a/home"]);
    ev.set(wanted, "h/a/home", [leaf("h/a/home/x", "home")]);
    expect(thrown(() => ev.get(grown, "h/a/home")).code).toBe("kind-not-descending");
    // A grown node that is gone has the kind of an original one.
    ev.set(wanted, "h", []);
    ev.set(wanted, "h/a", [leaf("h/a/home", "key")]);
    expect(ev.get(grown.kindOf, "h/a")).toBe("host");
  });

  it("refuse everything that is wrong with a growth at once", () => {
    const ev = createEvaluator();
    ev.set(wanted, "h", [
      leaf("h/same", "host"),
      leaf("h/up", "fleet"),
      leaf("h/odd", "odd"),
      leaf("h/u", "user", [leaf("h/uu", "user"), leaf("h/u", "key")]),
      leaf("stray", "user"),
      leaf("other/x", "user"),
      leaf("h", "user"),
    ]);
    const error = thrown(() => ev.get(grown, "h"));
    expect(error.issues.map(({ code, culprits }) => [code, culprits[0]])).toEqual([
      ["kind-not-descending", '"h/same"'],
      ["kind-not-descending", '"h/up"'],
      ["kind-unknown", '"h/odd"'],
      ["kind-not-descending", '"h/uu"'],
      ["node-duplicate", '"h/u"'],
      ["node-foreign", '"stray"'],
      ["node-foreign", '"other/x"'],
      ["node-duplicate", '"h"'],
      ["node-foreign", '"h"'],
    ]);
  });

  it("name an unknown kind of the host", () => {
    const ev = createEvaluator();
    ev.set(kind, "h", "hots");
    expect(ev.get(grown, "h")).toEqual([]);
    ev.set(wanted, "h", [leaf("h/a", "user")]);
    expect(thrown(() => ev.get(grown, "h")).code).toBe("kind-unknown");
  });

  it("re-evaluate only what depends on the growth that changed", () => {
    const ev = createEvaluator();
    const label = attribute<string, string>(
      "label",
      (node, ctx) => ctx.get(grown.placement, node)?.data.label ?? node,
    );
    const data = { label: "a" };
    ev.set(wanted, "h", [{ node: "h/a", kind: "user", data }]);
    ev.set(wanted, "g", [{ node: "g/a", kind: "user", data }]);
    expect(ev.get(label, "h/a") + ev.get(label, "g/a")).toBe("aa");
    ev.set(wanted, "h", [{ node: "h/a", kind: "user", data: { label: "b" } }]);
    expect(ev.get(label, "h/a") + ev.get(label, "g/a")).toBe("ba");
    expect(ev.stats(label).evaluations).toBe(3);
  });

  it("leave alone what grew the same", () => {
    const ev = createEvaluator();
    const label = attribute<string, string>(
      "label",
      (node, ctx) => ctx.get(grown.placement, node)?.data.label ?? node,
    );
    const [a, b] = [{ label: "a" }, { label: "b" }];
    ev.set(wanted, "h", [{ node: "h/a", kind: "user", data: a }]);
    expect(ev.get(label, "h/a")).toBe("a");
    ev.set(wanted, "h", [{ node: "h/a", kind: "user", data: a }]);
    expect(ev.get(label, "h/a")).toBe("a");
    expect(ev.stats(grown)).toMatchObject({ evaluations: 2, cutoffs: 1 });
    ev.set(wanted, "h", [
      { node: "h/b", kind: "user", data: b },
      { node: "h/a", kind: "user", data: a },
    ]);
    expect(ev.get(label, "h/a") + ev.get(label, "h/b")).toBe("ab");
    // The place of h/a is the same as before.
    expect(ev.stats(label).evaluations).toBe(2);
  });

  it("refuse a declaration that cannot work", () => {
    const whole = { kinds, kindOf: kind, hostOf, grow: () => [] };
    for (const option of ["kinds", "kindOf", "hostOf", "grow"]) {
      const broken = { ...whole, [option]: undefined } as never;
      expect(thrown(() => higherOrder("x", broken)).code).toBe("option-invalid");
    }
  });

  it("grow deep and wide without recursion", () => {
    const many = Array.from({ length: 2000 }, (_, i) => `k${i}`);
    const deep = higherOrder<string, null>("deep", {
      kinds: kindOrder(["top", ...many]),
      kindOf: () => "top",
      hostOf: (node) => (node === "top" ? undefined : "top"),
      grow: () => [
        many.reduceRight<Sprout<string, null>>(
          (below, kind) => ({ node: kind, kind, data: null, children: [below] }),
          { node: "end", kind: "none", data: null },
        ),
      ],
    });
    const error = thrown(() => createEvaluator().get(deep, "top"));
    expect(error.code).toBe("kind-unknown");
    expect(error.issues).toHaveLength(1);
  });
});
