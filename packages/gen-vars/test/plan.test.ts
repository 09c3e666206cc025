import fc from "fast-check";
import {
  dependencyClosure,
  type Fingerprint,
  type GeneratorInput,
  type Instance,
  impactOf,
  nodeClosure,
  type Plan,
  type PlanInput,
  planData,
  planVars,
  type StoredGenerator,
  selectWork,
  type VarsModel,
} from "gen-vars";
import { describe, expect, it } from "vitest";
import { declare, model } from "./support.ts";

const file = (extra: GeneratorInput = {}): GeneratorInput => ({
  files: { f: {} },
  script: "s",
  ...extra,
});

/** What is stored when everything was just made. */
function fresh(instance: Instance, over: Partial<StoredGenerator> = {}): StoredGenerator {
  const dependencies = new Map(
    instance.dependencies.map(({ dependency, on, access }) => [
      dependency.as,
      new Map(
        [...on.generator.files.values()]
          .filter((f) => access === "all" || !f.secret)
          .map((f) => [f.name, `content of ${on.id}/${f.name}`]),
      ),
    ]),
  );
  const fingerprint: Fingerprint = { ...instance.generator.fingerprint, dependencies };
  const files = new Map(
    [...instance.generator.files.values()].map((f) => [
      f.name,
      {
        store: "s",
        location: { path: "p", format: "plain" },
        secret: f.secret,
        content: `content of ${instance.id}/${f.name}`,
        digest: "d",
        recipients: ["r"],
      },
    ]),
  );
  return { created: 1000, fingerprint, files, ...over };
}

function plan(
  found: VarsModel,
  stored: (instance: Instance) => StoredGenerator | undefined = () => undefined,
  extra: Partial<PlanInput> = {},
): Plan {
  return planVars(found, { stored, now: 1000, ...extra });
}

const state = (p: Plan, id: string) => {
  const entry = p.entry(id);
  return [entry?.state, entry?.action, entry?.reasons.map((reason) => reason.code)];
};

describe("the state of one instance", () => {
  const base = declare("fleet", "g", {
    ...file(),
    files: { f: {}, p: { secret: false } },
    validation: 1,
    expires: 100,
    rotateAfter: 50,
    dependencies: ["d"],
  });
  const found = model([base, declare("fleet", "d", file())]);
  const made =
    (over: (stored: StoredGenerator) => Partial<StoredGenerator>) => (instance: Instance) => {
      const stored = fresh(instance);
      return instance.name === "g" ? { ...stored, ...over(stored) } : stored;
    };
  const print = (over: Partial<Fingerprint>) =>
    made((s) => ({ fingerprint: { ...s.fingerprint, ...over } }));
  const withFile = (name: string, over: object) =>
    made((s) => ({
      files: new Map([...s.files].map(([n, f]) => [n, n === name ? { ...f, ...over } : f])),
    }));

  const table: [
    string,
    (instance: Instance) => StoredGenerator | undefined,
    Partial<PlanInput>,
    unknown,
  ][] = [
    ["as it should be", made(() => ({})), {}, ["ok", "none", []]],
    [
      "never made",
      (i) => (i.name === "g" ? undefined : fresh(i)),
      {},
      ["missing", "generate", ["missing"]],
    ],
    [
      "one file gone",
      made((s) => ({ files: new Map([...s.files].slice(1)) })),
      {},
      ["missing", "generate", ["missing"]],
    ],
    ["another script", print({ script: "x" }), {}, ["stale", "generate", ["script"]]],
    ["other inputs", print({ inputs: "x" }), {}, ["stale", "generate", ["inputs"]]],
    ["other validation", print({ validation: null }), {}, ["stale", "generate", ["validation"]]],
    [
      "another dependency",
      print({ dependencies: new Map() }),
      {},
      ["stale", "generate", ["dependency"]],
    ],
    ["due", made(() => ({})), { now: 1050 }, ["stale", "generate", ["rotation-due"]]],
    ["a second before", made(() => ({})), { now: 1049 }, ["ok", "none", []]],
    [
      "expired",
      made(() => ({})),
      { now: 1100 },
      ["stale", "generate", ["expired", "rotation-due"]],
    ],
    [
      "marked",
      made(() => ({ rotate: { because: "requested", since: 1 } })),
      {},
      ["stale", "generate", ["rotation-marked"]],
    ],
    ["once public", withFile("f", { secret: false }), {}, ["stale", "generate", ["secrecy"]]],
    ["once secret", withFile("p", { secret: true }), {}, ["ok", "none", []]],
    [
      "a recipient missing",
      made(() => ({})),
      { wanted: () => ({ store: "s", recipients: ["q", "r"] }) },
      ["stale", "rekey", ["recipients", "recipients"]],
    ],
    [
      "in another store",
      made(() => ({})),
      { wanted: () => ({ store: "t", recipients: ["r"] }) },
      ["stale", "rekey", ["store", "store"]],
    ],
    [
      "everything at once",
      print({ script: "x", inputs: "x", validation: "x", dependencies: new Map() }),
      { now: 2000 },
      [
        "stale",
        "generate",
        ["script", "inputs", "validation", "dependency", "expired", "rotation-due"],
      ],
    ],
    [
      "missing and blocked",
      () => undefined,
      { blockers: () => [{ code: "other", message: "no" }] },
      ["blocked", "generate", ["missing"]],
    ],
  ];
  it.each(table)("%s", (_, stored, extra, wanted) => {
    expect(state(plan(found, stored, extra), "fleet/g")).toEqual(wanted);
  });

  it("tells what changed in a dependency, and which recipients", () => {
    const p = plan(
      found,
      (i) => {
        const stored = fresh(i);
        if (i.name !== "d") return stored;
        return {
          ...stored,
          files: new Map([...stored.files].map(([n, f]) => [n, { ...f, content: "other" }])),
        };
      },
      { wanted: () => ({ store: "s", recipients: ["a", "z"] }) },
    );
    expect(p.entry("fleet/g")?.reasons).toContainEqual({
      code: "dependency",
      remedy: "generate",
      on: "fleet/d",
      files: ["f"],
      upcoming: false,
    });
    expect(p.entry("fleet/g")?.reasons).toContainEqual({
      code: "recipients",
      remedy: "rekey",
      file: "f",
      missing: ["a", "z"],
      extra: ["r"],
    });
  });

  it("knows expiry and what is left over", () => {
    const p = plan(model([declare("fleet", "g", { files: {}, expires: "1d" })]), (i) => ({
      ...fresh(i),
      files: fresh(found.instance("fleet/g") as Instance).files,
    }));
    expect(p.entry("fleet/g")).toMatchObject({
      expiresAt: 1000 + 86_400,
      rotateAt: undefined,
      leftovers: ["f", "p"],
    });
  });

  it("of a generator without files is always ok", () => {
    expect(state(plan(model([declare("fleet", "g", {})])), "fleet/g")).toEqual(["ok", "none", []]);
  });
});

describe("chains", () => {
  const found = model([
    declare("fleet", "a", file()),
    declare("fleet", "b", file({ dependencies: ["a"] })),
    declare("fleet", "c", file({ dependencies: ["b"] })),
    declare("fleet", "x", file()),
  ]);
  const without = (name: string) => (i: Instance) => (i.name === name ? undefined : fresh(i));

  it("of what is made anew make everything after it stale", () => {
    const p = plan(found, without("a"));
    expect(state(p, "fleet/a")).toEqual(["missing", "generate", ["missing"]]);
    expect(state(p, "fleet/b")).toEqual(["stale", "generate", ["dependency"]]);
    expect(state(p, "fleet/c")).toEqual(["stale", "generate", ["dependency"]]);
    expect(state(p, "fleet/x")).toEqual(["ok", "none", []]);
    expect(p.entry("fleet/b")?.waitsFor).toEqual(["fleet/a"]);
  });

  it("of blocks name the first cause", () => {
    const p = plan(found, () => undefined, {
      blockers: (i) => (i.name === "a" ? [{ code: "other", message: "no" }] : []),
    });
    expect(p.entry("fleet/c")).toMatchObject({
      state: "blocked",
      blockedBy: [{ code: "dependency", on: "fleet/b", chain: ["fleet/c", "fleet/b", "fleet/a"] }],
    });
    expect(selectWork(p).blocked.map((e) => e.instance.name)).toEqual(["a", "b", "c"]);
    expect(selectWork(p).items.map((i) => i.entry.instance.name)).toEqual(["x"]);
  });

  it("are plain data", () => {
    const rows = planData(plan(found, without("a")));
    expect(JSON.parse(JSON.stringify(rows))).toEqual(rows);
    expect(rows[1]).toMatchObject({
      id: "fleet/b",
      state: "stale",
      dependsOn: ["fleet/a"],
      waitsFor: ["fleet/a"],
      created: 1000,
    });
  });

  it("do not follow from new recipients", () => {
    const p = plan(found, fresh, {
      wanted: (i) => ({ store: "s", recipients: i.name === "a" ? ["q"] : ["r"] }),
    });
    expect(state(p, "fleet/a")).toEqual(["stale", "rekey", ["recipients"]]);
    expect(state(p, "fleet/b")).toEqual(["ok", "none", []]);
  });
});

describe("closures", () => {
  const found = model([
    declare("fleet", "ca", file()),
    declare("fleet", "tls", file({ scope: "host", dependencies: ["ca"] })),
    declare("host:web1", "web", file({ dependencies: ["tls"] })),
    declare("host:db1", "db", file()),
    declare("user:alice@web1", "key", file()),
  ]);
  const ids = (list: readonly Instance[]) => list.map((i) => i.id);
  const get = (id: string) => found.instance(id) as Instance;

  it("of one generator, one host, and the impact of a change", () => {
    expect(ids(dependencyClosure(found, [get("host:web1/web")]))).toEqual([
      "fleet/ca",
      "host:web1/tls",
      "host:web1/web",
    ]);
    expect(ids(nodeClosure(found, "host:web1"))).toEqual([
      "fleet/ca",
      "host:web1/tls",
      "host:web1/web",
      "user:alice@web1/key",
    ]);
    expect(ids(nodeClosure(found, "user:alice@web1"))).toEqual([
      "fleet/ca",
      "host:web1/tls",
      "host:web1/web",
      "user:alice@web1/key",
    ]);
    expect(ids(impactOf(found, [get("fleet/ca")]))).toEqual([
      "host:db1/tls",
      "host:web1/tls",
      "host:web1/web",
      "host:web2/tls",
    ]);
    expect(ids(impactOf(found, [get("host:web1/web")]))).toEqual([]);
  });
});

describe("work", () => {
  const found = model([
    declare("fleet", "ca", file()),
    declare("fleet", "tls", file({ scope: "host", dependencies: ["ca"] })),
    declare("host:web1", "web", file({ dependencies: ["tls"] })),
  ]);
  const work = (p: Plan, request: Parameters<typeof selectWork>[1]) =>
    selectWork(p, request).items.map((i) => `${i.entry.instance.id}:${i.cause}`);
  const get = (id: string) => found.instance(id) as Instance;

  it("for one host is what it misses and what that needs, not other hosts", () => {
    expect(work(plan(found), { instances: nodeClosure(found, "host:db1") })).toEqual([
      "fleet/ca:missing",
      "host:db1/tls:missing",
    ]);
    expect(work(plan(found), { instances: [get("host:web1/web")] })).toEqual([
      "fleet/ca:needed",
      "host:web1/tls:needed",
      "host:web1/web:missing",
    ]);
  });

  it("that changes something shared includes what was made from it, on all hosts", () => {
    const stored = (i: Instance) => (i.id === "host:web2/tls" ? undefined : fresh(i));
    expect(work(plan(found, stored), { instances: [get("fleet/ca")], regenerate: true })).toEqual([
      "fleet/ca:requested",
      "host:db1/tls:dependent",
      "host:web1/tls:dependent",
      "host:web1/web:dependent",
    ]);
  });

  it("is nothing when nothing is to be done, all when asked to", () => {
    expect(work(plan(found, fresh), {})).toEqual([]);
    expect(work(plan(found, fresh), { regenerate: true })).toHaveLength(5);
  });

  it("leaves stale ones alone when told so, or takes those with some reasons", () => {
    const stored = (i: Instance) =>
      i.name === "web"
        ? { ...fresh(i), fingerprint: { ...fresh(i).fingerprint, script: "x" } }
        : i.node.id === "host:db1"
          ? undefined
          : fresh(i);
    const p = plan(found, stored);
    expect(work(p, {})).toEqual(["host:db1/tls:missing", "host:web1/web:stale"]);
    expect(work(p, { stale: "none" })).toEqual(["host:db1/tls:missing"]);
    expect(work(p, { stale: ["expired"] })).toEqual(["host:db1/tls:missing"]);
    expect(work(p, { stale: ["script"] })).toEqual(["host:db1/tls:missing", "host:web1/web:stale"]);
  });
});

/** Random generators on the fleet with dependencies to earlier ones; some stored, some with another script. */
const worlds = fc
  .array(
    fc.record({
      deps: fc.array(fc.nat(20), { maxLength: 3 }),
      stored: fc.constantFrom("yes", "no", "stale"),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((items) => {
    const names = items.map((_, i) => `g${i}`);
    const found = model(
      items.map(({ deps }, i) =>
        declare(
          "fleet",
          `g${i}`,
          file({ dependencies: i === 0 ? [] : [...new Set(deps.map((d) => `g${d % i}`))] }),
        ),
      ),
    );
    const stored = (instance: Instance) => {
      const item = items[names.indexOf(instance.name)];
      if (item?.stored === "no") return undefined;
      const made = fresh(instance);
      return item?.stored === "stale"
        ? { ...made, fingerprint: { ...made.fingerprint, script: "x" } }
        : made;
    };
    return { found, stored, items };
  });

describe("laws", () => {
  it("what needs generating is what is wrong itself or depends on such (slow oracle)", () => {
    fc.assert(
      fc.property(worlds, ({ found, stored, items }) => {
        const wrong = (instance: Instance): boolean =>
          items[Number(instance.name.slice(1))]?.stored !== "yes" ||
          instance.dependencies.some(({ on }) => wrong(on));
        for (const entry of plan(found, stored).entries) {
          expect(entry.action === "generate").toBe(wrong(entry.instance));
        }
      }),
    );
  });

  it("work is closed: what it needs is stored and fine, or in it and earlier", () => {
    fc.assert(
      fc.property(worlds, fc.nat(), fc.boolean(), ({ found, stored }, pick, regenerate) => {
        const p = plan(found, stored);
        const root = found.instances[pick % found.instances.length] as Instance;
        const { items } = selectWork(p, { instances: [root], regenerate });
        const position = new Map(items.map((item, index) => [item.entry.instance, index]));
        for (const [index, { entry }] of items.entries()) {
          for (const { on } of entry.instance.dependencies) {
            const at = position.get(on);
            if (at === undefined) expect(p.entry(on.id)?.action).not.toBe("generate");
            else expect(at).toBeLessThan(index);
          }
          for (const dependent of found.dependentsOf(entry.instance.id)) {
            if (stored(dependent) !== undefined) expect(position.has(dependent)).toBe(true);
          }
        }
        expect(
          selectWork(plan(found, stored), { instances: [root], regenerate }).items.map(
            (i) => i.entry.instance.id,
          ),
        ).toEqual(items.map((i) => i.entry.instance.id));
      }),
    );
  });
});
