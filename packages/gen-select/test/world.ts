import fc from "fast-check";
import { type Scalar, type Selector, sel, unknown, type View, type WhenSelector } from "gen-select";

/** A node as plain data. `open` names the accessors that answer unknown. */
export interface Row {
  readonly id: string;
  readonly kind?: string;
  readonly name?: string;
  readonly tags: readonly string[];
  readonly attrs: { readonly [name: string]: unknown };
  readonly parent?: string;
  readonly edges: readonly { readonly label: string; readonly to: string }[];
  readonly open: readonly string[];
}

export type World = Map<string, Row>;

export function childrenOf(world: World, id: string): string[] {
  return [...world.values()]
    .filter((row) => row.parent === id && world.has(id))
    .map((row) => row.id);
}

/** A view of a world; accessors in `open` answer unknown, tags and children then know every other one. */
export function viewOf(world: World): View {
  const row = (id: string): Row => world.get(id) as Row;
  const ask = <T>(id: string, what: string, value: T): T | ReturnType<typeof unknown> =>
    row(id).open.includes(what) ? unknown(`${what} of ${id} is open`) : value;
  const some = (values: readonly string[]): string[] => values.filter((_, i) => i % 2 === 0);
  const set = (
    id: string,
    what: string,
    values: readonly string[],
  ): Iterable<string> | ReturnType<typeof unknown> =>
    row(id).open.includes(what) ? unknown(`${what} of ${id} is open`, some(values)) : values;
  return {
    nodes: () => world.keys(),
    kind: (id) => ask(id, "kind", row(id).kind),
    name: (id) => ask(id, "name", row(id).name),
    tags: (id) => set(id, "tags", row(id).tags),
    attr: (id, path) =>
      ask(id, `attr ${path[0]}`, path.length === 1 ? row(id).attrs[path[0] as string] : undefined),
    parent: (id) => {
      const { parent } = row(id);
      return ask(id, "parent", parent !== undefined && world.has(parent) ? parent : undefined);
    },
    children: (id) => set(id, "children", childrenOf(world, id)),
    edges: (id) =>
      ask(
        id,
        "edges",
        row(id).edges.filter((edge) => world.has(edge.to)),
      ),
  };
}

const IDS = ["n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9"];
const KINDS = ["host", "user", "my kind"];
const TAGS = ["prod", "edge", "no-backup"];
const NAMES = ["web1", "web2", "db", "dbx"];
const LABELS = ["P", "I"];
const VALUES: readonly unknown[] = [
  0,
  1,
  2.5,
  "1",
  "",
  "us-east",
  "us-west",
  "a b",
  true,
  null,
  ["a", 1],
  { x: 1 },
];
const OPEN = ["kind", "name", "tags", "attr a", "attr b", "parent", "children", "edges"];

const optional = <T, K extends string>(
  key: K,
  value: fc.Arbitrary<T>,
): fc.Arbitrary<{ [P in K]?: T }> =>
  fc
    .option(value, { nil: undefined })
    .map((one) => (one === undefined ? {} : { [key]: one }) as { [P in K]?: T });

/** One row; its parent has a smaller number, so there is no cycle. */
export function rowAt(place: number, open: boolean): fc.Arbitrary<Row> {
  return fc
    .tuple(
      optional("kind", fc.constantFrom(...KINDS)),
      optional("name", fc.constantFrom(...NAMES)),
      place === 0 ? fc.constant({}) : optional("parent", fc.constantFrom(...IDS.slice(0, place))),
      fc.subarray(TAGS),
      fc.array(fc.record({ label: fc.constantFrom(...LABELS, "X"), to: fc.constantFrom(...IDS) }), {
        maxLength: 2,
      }),
      optional("a", fc.constantFrom(...VALUES)),
      optional("b", fc.constantFrom(...VALUES)),
      open
        ? fc.oneof(
            { weight: 3, arbitrary: fc.constant([]) },
            { weight: 1, arbitrary: fc.subarray(OPEN) },
          )
        : fc.constant([]),
    )
    .map(([kind, name, parent, tags, edges, a, b, unknowns]) => ({
      id: IDS[place] as string,
      ...kind,
      ...name,
      ...parent,
      tags,
      edges,
      attrs: { ...a, ...b },
      open: unknowns,
    }));
}

/** Worlds of up to ten nodes, in any order. */
export function worlds(open: boolean): fc.Arbitrary<World> {
  return fc
    .tuple(...IDS.map((_, place) => rowAt(place, open)))
    .chain((rows) => fc.shuffledSubarray(rows, { minLength: 1 }))
    .map((rows) => new Map(rows.map((row) => [row.id, row])));
}

/** Predicates with fixed tests, so that selectors with them can be printed and read. */
export const PREDICATES: readonly WhenSelector[] = [
  sel.when("edgy", { tags: ["edge"] }, (id, see) => see.tags(id).has("edge")),
  sel.when(
    "big",
    { attrs: ["a"], kind: true },
    (id, see) => see.kind(id) === "host" && Number(see.attr(id, "a")) > 0,
  ),
  sel.when("throws", {}, () => {
    throw new Error("no");
  }),
  sel.when("sneaky", {}, (id, see) => see.kind(id) === "host"),
];

const SCALARS: readonly Scalar[] = [
  0,
  1,
  2.5,
  "1",
  "",
  "us-east",
  "us",
  "a",
  true,
  null,
  "prod",
  "host",
  "web1",
];
const PATHS: readonly (readonly string[])[] = [
  ["a"],
  ["b"],
  ["a"],
  ["b"],
  ["kind"],
  ["name"],
  ["tag"],
  ["tags"],
  ["id"],
  ["a", "b"],
];

const attrs: fc.Arbitrary<Selector> = fc.constantFrom(...PATHS).chain((path) =>
  fc.oneof(
    fc.constant<Selector>({ sel: "attr", path, op: "exists" }),
    fc
      .tuple(
        fc.constantFrom("=" as const, "!=" as const, "~=" as const),
        fc.constantFrom(...SCALARS),
      )
      .map(([op, value]): Selector => ({ sel: "attr", path, op, value })),
    fc
      .tuple(
        fc.constantFrom("^=" as const, "$=" as const, "*=" as const),
        fc.constantFrom("us", "-", "", "st", "e", "1", "prod"),
      )
      .map(([op, value]): Selector => ({ sel: "attr", path, op, value })),
    fc
      .tuple(
        fc.constantFrom("<" as const, ">" as const, "<=" as const, ">=" as const),
        fc.constantFrom(0, 1, 2, "us", "n5", ""),
      )
      .map(([op, value]): Selector => ({ sel: "attr", path, op, value })),
    fc
      .subarray([...SCALARS], { maxLength: 3 })
      .map((value): Selector => ({ sel: "attr", path, op: "in", value })),
  ),
);

const leaves = (when: boolean): fc.Arbitrary<Selector> =>
  fc.oneof(
    fc.constant<Selector>({ sel: "star" }),
    fc.constantFrom(...KINDS).map((kind) => sel.kind(kind)),
    fc.constantFrom(...TAGS, "absent").map((tag) => sel.tag(tag)),
    fc
      .constantFrom("web1", "web*", "*", "?b", "d*x", "[a-d]b", "[!w]*", "w**1")
      .map((glob) => sel.name(glob)),
    attrs,
    ...(when ? [fc.constantFrom(...PREDICATES)] : []),
  );

/** Selectors over the vocabulary of {@link worlds}; `when` adds predicates. */
export function selectors(when = true, maxDepth = 4): fc.Arbitrary<Selector> {
  return fc.letrec<{ any: Selector }>((tie) => ({
    any: fc.oneof(
      { maxDepth, depthIdentifier: "selector" },
      { weight: 4, arbitrary: leaves(when) },
      {
        weight: 4,
        arbitrary: fc.oneof(
          fc.array(tie("any"), { maxLength: 3 }).map((of) => sel.all(...of)),
          fc.array(tie("any"), { maxLength: 3 }).map((of) => sel.any(...of)),
          tie("any").map(sel.not),
          fc
            .tuple(
              fc.constantFrom(sel.has, sel.hasChild, sel.within, sel.parent, sel.sibling),
              tie("any"),
            )
            .map(([build, of]) => build(of)),
          fc.tuple(tie("any"), tie("any")).map(([left, of]) => sel.child(left, of)),
          fc.tuple(tie("any"), tie("any")).map(([left, of]) => sel.descendant(left, of)),
          fc
            .tuple(fc.constantFrom("P", "P* I?", "_*", "P I | X", "P+", "I?"), tie("any"))
            .map(([path, of]) => sel.via(path, of)),
          fc
            .tuple(
              fc.integer({ min: -2, max: 3 }),
              fc.integer({ min: -1, max: 4 }),
              fc.option(tie("any"), { nil: undefined }),
            )
            .map(([step, offset, of]) => sel.nth({ step, offset }, of)),
        ),
      },
    ),
  })).any;
}
