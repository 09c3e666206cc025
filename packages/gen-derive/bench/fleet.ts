import { action, type Fact, matches, node, not, type Rule, relation, rule, v } from "gen-derive";
import type { View } from "gen-select";

const tag = relation<[node: string, tag: string]>("tag");
const env = relation<[node: string, env: string]>("env");
const off = relation<[node: string]>("off");
const x = v<string>("x");

const tagsOf = (at: number): string[] => [`ring-${at % 100}`, `rack-${at % 7}`];
const names = (nodes: number): string[] =>
  Array.from({ length: nodes }, (_, at) => `node-${String(at).padStart(6, "0")}`);

/** Nodes with two tags and an environment each, as facts. */
export function fleetFacts(nodes: number): Fact[] {
  return names(nodes).flatMap((id, at) => [
    ...tagsOf(at).map((one) => tag.fact(id, one)),
    env.fact(id, at % 2 === 0 ? "dev" : "prod"),
  ]);
}

/** The same nodes as a view. */
export function fleetView(nodes: number): View {
  const tags = new Map(names(nodes).map((id, at) => [id, tagsOf(at)]));
  return {
    nodes: () => tags.keys(),
    kind: () => "host",
    name: (id) => id,
    tags: (id) => tags.get(id) ?? [],
    attr: () => undefined,
    parent: () => undefined,
    children: () => [],
  };
}

/** Rules of one form; the given number of them, each `every`-th of which matches. */
export interface Family {
  readonly name: string;
  readonly make: (at: number, tag: string, other: string) => Rule;
}

/** Forms of rules: `tag` is one that nobody has, or that one node in a hundred has. */
export const FAMILIES: readonly Family[] = [
  {
    name: "patterns over facts",
    make: (at, one) =>
      rule({
        name: `r${at}`,
        when: [env(x, v("e")), tag(x, one), not(off(x))],
        emit: action("include", { host: x, aspect: `a${at}` }),
      }),
  },
  {
    name: "a selector, as `at`",
    make: (at, one) =>
      rule({
        name: `r${at}`,
        at: { sel: "tag", tag: one },
        emit: action("include", { host: node, aspect: `a${at}` }),
      }),
  },
  {
    name: "a selector and facts",
    make: (at, one) =>
      rule({
        name: `r${at}`,
        when: [env(x, "prod"), matches(x, { sel: "tag", tag: one })],
        emit: action("include", { host: x, aspect: `a${at}` }),
      }),
  },
  {
    name: "a function at a selector",
    make: (at, one) =>
      rule({
        name: `r${at}`,
        at: { sel: "tag", tag: one },
        run: (host, { has }) =>
          has(env(host, "prod")) ? [action("include", { host, aspect: `a${at}` })] : [],
      }),
  },
  {
    name: "two facts that never meet",
    make: (at, one, other) =>
      rule({
        name: `r${at}`,
        when: [tag(x, one === other ? "ring-1" : one), tag(x, one === other ? "rack-1" : other)],
        emit: action("include", { host: x, aspect: `a${at}` }),
      }),
  },
];
