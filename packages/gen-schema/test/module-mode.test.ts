import { execFileSync } from "node:child_process";
import { needs } from "den-testing";
import fc from "fast-check";
import {
  append,
  byDefault,
  foldLayers,
  force,
  isMarked,
  prepend,
  type Schema,
  SchemaError,
  schemaOf,
  when,
  withPriority,
} from "gen-schema";
import { describe, expect, it } from "vitest";
import { CONFLICT, MODULES, type ModuleCase, SCHEMAS } from "./tables/modules.ts";

function folded(item: Omit<ModuleCase, "name" | "value">): unknown {
  const x = { ...SCHEMAS[item.type], ...("default" in item ? { default: item.default } : {}) };
  const schema: Schema = schemaOf({ type: "object", properties: { x } });
  const layers = item.says.map((value, index) => ({ name: `m${index}`, values: { x: value } }));
  const result = foldLayers(schema, layers, { mode: "module" });
  try {
    return result.get("x");
  } catch (error) {
    expect(error).toBeInstanceOf(SchemaError);
    expect((error as SchemaError).code).toBe("module-conflict");
    return CONFLICT;
  }
}

describe("module mode", () => {
  for (const item of MODULES) {
    it(item.name, () => expect(folded(item)).toEqual(item.value));
  }

  it("also takes a condition inside of a priority, which Nix does not", () => {
    expect(folded({ type: "int", says: [force(when(false, 1)), 2] })).toBe(2);
  });

  it("names every module of a conflict, with its origin", () => {
    const schema: Schema = schemaOf({ type: "object" });
    const result = foldLayers(
      schema,
      [
        { name: "a", origin: "a.ts:1", values: { p: { q: 1 } } },
        { name: "b", origin: "b.ts:2", values: { p: { q: 2 } } },
        { name: "c", origin: "c.ts:3", values: { p: { q: byDefault(3), r: 1 } } },
      ],
      { mode: "module" },
    );
    expect(result.get("p.r")).toBe(1);
    expect(() => result.get("p.q")).toThrow(/"a" says 1, "b" says 2/);
    expect(result.findings()).toMatchObject([
      {
        code: "module-conflict",
        path: ["p", "q"],
        definitions: [
          { layer: "a", origin: "a.ts:1", value: 1 },
          { layer: "b", origin: "b.ts:2", value: 2 },
        ],
      },
    ]);
    expect(result.leaf("p.q")?.shadowed.map((def) => def.layer)).toEqual(["a", "c"]);
    expect(() => result.toObject()).toThrow(SchemaError);
    expect(() => result.valid()).toThrow(SchemaError);
  });
});

/** A value with its marks as Nix. */
function toNix(value: unknown): string {
  if (isMarked(value)) {
    const [key] = Object.getOwnPropertySymbols(value);
    const mark = (value as never)[key as never] as {
      is: string;
      priority: number;
      fold: string;
      condition: boolean;
    };
    const inner = toNix(value.value);
    if (mark.is === "priority") return `(lib.mkOverride ${mark.priority} ${inner})`;
    if (mark.is === "when") return `(lib.mkIf ${mark.condition} ${inner})`;
    return `(lib.${mark.fold === "append" ? "mkAfter" : "mkBefore"} ${inner})`;
  }
  if (Array.isArray(value)) return `[ ${value.map(toNix).join(" ")} ]`;
  if (typeof value === "object" && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${key} = ${toNix(item)};`)
      .join(" ")} }`;
  }
  return JSON.stringify(value);
}

const NIX_TYPES = {
  int: "lib.types.int",
  str: "lib.types.str",
  ints: "(lib.types.listOf lib.types.int)",
  map: "(lib.types.attrsOf lib.types.int)",
} as const;

function option(item: Omit<ModuleCase, "name" | "value">): string {
  const byType = (type: keyof typeof NIX_TYPES, rest: string): string =>
    `lib.mkOption { type = ${NIX_TYPES[type]};${rest} }`;
  if (item.type === "nested") {
    return `{ a = ${byType("int", " default = 1;")}; b = ${byType("ints", " default = [];")}; }`;
  }
  return byType(item.type, "default" in item ? ` default = ${toNix(item.default)};` : "");
}

/** What the real module system says: for each case `{ success, value }`. */
function evaluate(cases: readonly Omit<ModuleCase, "name" | "value">[]): unknown[] {
  const one = (item: Omit<ModuleCase, "name" | "value">): string => {
    // The module system goes through its modules from the last to the first; layers are listed the other way.
    const modules = [...item.says]
      .reverse()
      .map((value) => `{ x = ${toNix(value)}; }`)
      .join(" ");
    return `(run [ { options.x = ${option(item)}; } ${modules} ])`;
  };
  const path = process.env.DEN_NIXPKGS_LIB ?? "";
  const expression = `let lib = import ${JSON.stringify(path)};
    run = modules: let r = builtins.tryEval (let x = (lib.evalModules { inherit modules; }).config.x; in builtins.deepSeq x x);
      in if r.success then { inherit (r) value; } else { };
    in [ ${cases.map(one).join("\n")} ]`;
  const output = execFileSync("nix-instantiate", ["--eval", "--strict", "--json", "-"], {
    input: expression,
    encoding: "utf8",
    maxBuffer: 1 << 26,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const results = JSON.parse(output) as { value?: unknown }[];
  return results.map((result) => ("value" in result ? result.value : CONFLICT));
}

needs(["nix", "nixpkgs-lib"], "module mode against the NixOS module system", () => {
  it("agrees on the table", () => {
    const real = evaluate(MODULES);
    MODULES.forEach((item, index) => {
      expect([item.name, real[index]]).toEqual([item.name, item.value]);
    });
  });

  it("agrees on random modules", () => {
    // The module system knows conditions around priorities around order, each once, not otherwise.
    const wrap = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
      fc
        .tuple(
          value,
          fc.constantFrom("", "", "", 50, 1000, 7),
          fc.constantFrom("", "", true, false),
        )
        .map(([inner, priority, condition]) => {
          const strong = typeof priority === "number" ? withPriority(priority, inner) : inner;
          return typeof condition === "boolean" ? when(condition, strong) : strong;
        });
    const int = fc.nat(2);
    const ints = fc
      .tuple(fc.array(int, { maxLength: 2 }), fc.constantFrom("", "", "before", "after"))
      .map(([list, how]) =>
        how === "before" ? prepend(list) : how === "after" ? append(list) : list,
      );
    const map = fc.dictionary(fc.constantFrom("k", "l"), wrap(int), {
      maxKeys: 2,
      noNullPrototype: true,
    });
    const options = (a: fc.Arbitrary<unknown>, b: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
      fc.record({ a, b }, { requiredKeys: [], noNullPrototype: true });
    // Nor does it know a priority inside of a priority.
    const nested = fc.oneof(options(wrap(int), wrap(ints)), wrap(options(int, ints)));
    const caseOf = (
      type: ModuleCase["type"],
      value: fc.Arbitrary<unknown>,
      fallback: fc.Arbitrary<unknown>,
    ) =>
      fc
        .record({
          says: fc.array(wrap(value), { minLength: 0, maxLength: 4 }),
          default: fallback,
        })
        .map((rest) => ({ type, ...rest }));
    const any = fc.oneof(
      caseOf("int", int, int),
      caseOf("ints", ints, fc.array(int, { maxLength: 2 })),
      caseOf(
        "map",
        map,
        fc.dictionary(fc.constantFrom("k", "z"), int, { maxKeys: 1, noNullPrototype: true }),
      ),
      fc.array(nested, { maxLength: 4 }).map((says) => ({ type: "nested" as const, says })),
    );
    const cases = fc.sample(any, process.env.SLOW === "1" ? 3000 : 300);
    const real = evaluate(cases);
    cases.forEach((item, index) => {
      const ours = folded(item) ?? CONFLICT; // An option nobody defines is an error there.
      const said =
        item.says.map(toNix).join(" ") +
        JSON.stringify(item.type) +
        JSON.stringify((item as { default?: unknown }).default);
      expect([said, ours]).toEqual([said, real[index]]);
    });
  });
});
