import {
  between,
  changed,
  collapse,
  DiagramError,
  difference,
  neighbourhood,
  only,
  type PictureInput,
  picture,
} from "den-diagram";
import { describe, expect, it } from "vitest";

const whole = picture({
  nodes: [
    { id: "fleet" },
    { id: "web1", group: "prod" },
    { id: "web2", group: "prod" },
    { id: "nginx" },
    { id: "acme" },
    { id: "alone", group: "inner" },
  ],
  edges: [
    { from: "fleet", to: "web1" },
    { from: "fleet", to: "web2" },
    { from: "web1", to: "nginx" },
    { from: "web2", to: "nginx" },
    { from: "nginx", to: "acme" },
  ],
  groups: [{ id: "prod" }, { id: "inner", group: "prod" }, { id: "empty" }],
});

const ids = ({ nodes }: { nodes: readonly { id: string }[] }): string[] =>
  nodes.map(({ id }) => id);

describe("refusals", () => {
  const cases: readonly (readonly [
    string,
    PictureInput,
    readonly (readonly [string, string?])[],
  ])[] = [
    ["ids twice", { nodes: [{ id: "a" }, { id: "a" }, { id: "a" }] }, [["node-duplicate"]]],
    [
      "ends and groups that are not there, all of them, with the nearest",
      {
        nodes: [{ id: "nginx", group: "prdo" }],
        edges: [{ from: "ngnix", to: "nginx" }],
        groups: [{ id: "prod", group: "nowhere" }],
      },
      [["node-unknown", "nginx"], ["group-unknown", "prod"], ["group-unknown"]],
    ],
    [
      "groups in each other",
      {
        nodes: [],
        groups: [
          { id: "a", group: "b" },
          { id: "b", group: "a" },
          { id: "c", group: "c" },
          { id: "d", group: "c" },
        ],
      },
      [["group-cycle"], ["group-cycle"]],
    ],
    [
      "kinds and directions that there are not",
      {
        nodes: [],
        direction: "up" as "down",
        kinds: { k: { shape: "star" as "box", line: "wavy" as "solid", accent: 8 } },
      },
      [["part-invalid"], ["part-invalid"], ["part-invalid"], ["part-invalid"]],
    ],
    ["ids that are no text", { nodes: [{ id: 1 as unknown as string }] }, [["part-invalid"]]],
  ];
  it.each(cases)("%s", (_, input, expected) => {
    let error: unknown;
    try {
      picture(input);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(DiagramError);
    const { issues } = error as DiagramError;
    expect(issues.map(({ code, suggestion }) => [code, suggestion])).toEqual(
      expected.map(([code, suggestion]) => [code, suggestion]),
    );
    for (const { message, remedy } of issues) {
      expect(message).toMatch(/\.$/);
      expect(remedy).toMatch(/\.$/);
    }
  });
});

describe("views", () => {
  it("only: nodes, edges between them, groups around them", () => {
    const made = only(whole, ({ id }) => id !== "fleet" && id !== "web2");
    expect(ids(made)).toEqual(["acme", "alone", "nginx", "web1"]);
    expect(made.edges).toHaveLength(2);
    expect(made.groups.map(({ id }) => id)).toEqual(["inner", "prod"]);
  });

  it.each([
    [{ depth: 0 }, ["nginx"]],
    [{}, ["acme", "nginx", "web1", "web2"]],
    [{ along: "in" as const }, ["nginx", "web1", "web2"]],
    [{ along: "out" as const }, ["acme", "nginx"]],
    [{ depth: Number.POSITIVE_INFINITY }, ["acme", "fleet", "nginx", "web1", "web2"]],
  ])("neighbourhood %o", (options, expected) => {
    expect(ids(neighbourhood(whole, ["nginx"], options))).toEqual(expected);
  });

  it("neighbourhood of what is above does not come down again elsewhere", () => {
    expect(ids(neighbourhood(whole, ["web1"], { depth: 2 }))).toEqual([
      "acme",
      "fleet",
      "nginx",
      "web1",
    ]);
  });

  it("refuses nodes that are not there, and depths that are none", () => {
    expect(() => neighbourhood(whole, ["ngnix", "x1"])).toThrow(/ngnix.*nginx[\s\S]*x1/);
    expect(() => neighbourhood(whole, ["nginx"], { depth: 0.5 })).toThrow(DiagramError);
    expect(() => between(whole, "nginx", "nowhere")).toThrow(DiagramError);
  });

  it("between: what lies on a way, or the two alone", () => {
    expect(ids(between(whole, "fleet", "nginx"))).toEqual(["fleet", "nginx", "web1", "web2"]);
    expect(ids(between(whole, "acme", "fleet"))).toEqual(["acme", "fleet"]);
  });

  it("collapse: a group as a node, with what is in it counted", () => {
    const made = collapse(whole, ({ id }) => id === "prod");
    expect(made.nodes.find(({ id }) => id === "prod")).toEqual({
      id: "prod",
      label: "prod",
      note: "3 inside",
    });
    expect(made.edges).toEqual([
      { from: "fleet", to: "prod" },
      { from: "nginx", to: "acme" },
      { from: "prod", to: "nginx" },
    ]);
    expect(made.groups.map(({ id }) => id)).toEqual(["empty"]);
  });

  it("collapse: a group that is called like a node stays apart from it", () => {
    const made = collapse(
      picture({
        nodes: [{ id: "a" }, { id: "b", group: "a" }],
        edges: [{ from: "a", to: "b" }],
        groups: [{ id: "a" }],
      }),
    );
    expect(ids(made)).toEqual(["a", "a…"]);
    expect(made.edges).toEqual([{ from: "a", to: "a…" }]);
  });

  it("difference: added, removed, changed; nothing against itself", () => {
    const after = picture({
      ...whole,
      nodes: [
        ...whole.nodes.filter(({ id }) => id !== "web2"),
        { id: "web3", group: "prod" },
        { id: "acme" },
      ].filter((node, index, all) => all.findIndex(({ id }) => id === node.id) === index),
      edges: [
        ...whole.edges.filter(({ from, to }) => from !== "web2" && to !== "web2"),
        { from: "fleet", to: "web3", label: "new" },
      ],
      groups: [
        { id: "prod", label: "production" },
        ...whole.groups.filter(({ id }) => id !== "prod"),
      ],
    });
    const made = difference(whole, after);
    const marks = [...made.nodes, ...made.groups]
      .filter(({ change }) => change !== undefined)
      .map(({ id, change }) => [id, change]);
    expect(marks).toEqual([
      ["web2", "removed"],
      ["web3", "added"],
      ["prod", "changed"],
    ]);
    expect(made.edges.filter(({ change }) => change !== undefined)).toEqual([
      { from: "fleet", to: "web2", change: "removed" },
      { from: "fleet", to: "web3", label: "new", change: "added" },
      { from: "web2", to: "nginx", change: "removed" },
    ]);
    expect(ids(changed(made))).toEqual(["fleet", "nginx", "web2", "web3"]);
    expect(changed(difference(whole, whole)).nodes).toEqual([]);
  });
});

describe("kinds", () => {
  it("colours are given in turn, around those that are taken, whatever the order", () => {
    const made = picture({
      nodes: [
        { id: "1", kind: "b" },
        { id: "2", kind: "a" },
        { id: "3", kind: "c" },
      ],
      kinds: { c: { accent: 0 }, unused: { accent: 1 } },
    });
    expect(Object.entries(made.kinds).map(([kind, { accent }]) => [kind, accent])).toEqual([
      ["a", 2],
      ["b", 3],
      ["c", 0],
    ]);
  });
});
