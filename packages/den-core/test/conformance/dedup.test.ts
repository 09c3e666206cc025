import { type Case, runCases } from "./run-cases.ts";

const host = (includes: readonly string[]): object => ({
  hosts: { "x86_64-linux": { h: { includes } } },
});
const n = (v: unknown): object => ({ nixos: { v } });
const names = (count: number, prefix: string): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(3, "0")}`);
const wide = names(40, "w");
const deep = names(60, "d");
const ladder = names(12, "l");
const many = (hosts: readonly string[]): object => ({
  hosts: { "x86_64-linux": Object.fromEntries(hosts.map((name) => [name, { includes: ["a"] }])) },
});

/** What several ways lead to is there once; what only looks alike is not one thing. */
const CASES: readonly Case[] = [
  {
    id: "an include said twice is one",
    fleet: { ...host(["a", "a"]), aspects: { a: n(1) } },
    expect: { modules: { h: ["a: { v = 1; }"] } },
  },
  {
    id: "forty aspects that include one",
    fleet: {
      ...host(wide),
      aspects: { ...Object.fromEntries(wide.map((w) => [w, { includes: ["z"] }])), z: n(1) },
    },
    expect: { modules: { h: ["z: { v = 1; }"] } },
  },
  {
    id: "a chain of sixty",
    fleet: {
      ...host(["d000"]),
      aspects: Object.fromEntries(
        deep.map((d, i) => [d, i === 59 ? n(1) : { includes: [deep[i + 1]] }]),
      ),
    },
    expect: { aspects: { "host:h": deep }, modules: { h: ["d059: { v = 1; }"] } },
  },
  {
    id: "a ladder of diamonds has two to the twelfth paths and each aspect once",
    fleet: {
      ...host(["l000"]),
      aspects: Object.fromEntries(
        ladder.flatMap((l, i) => [
          [l, { includes: i === 11 ? [] : [`${l}a`, `${l}b`] }],
          [`${l}a`, { includes: i === 11 ? [] : [ladder[i + 1]] }],
          [`${l}b`, { includes: i === 11 ? [] : [ladder[i + 1]] }],
        ]),
      ),
    },
    expect: {
      aspects: {
        "host:h": [
          ...ladder.slice(0, 11).flatMap((l) => [l, `${l}a`]),
          "l011",
          ...ladder
            .slice(0, 11)
            .reverse()
            .map((l) => `${l}b`),
        ],
      },
    },
  },
  {
    id: "equal content of two aspects is two modules",
    fleet: { ...host(["a", "b"]), aspects: { a: n(1), b: n(1) } },
    expect: { modules: { h: ["a: { v = 1; }", "b: { v = 1; }"] } },
  },
  {
    id: "content that reads nothing is computed once for all hosts",
    fleet: { ...many(wide), aspects: { a: { nixos: () => ({ v: 1 }) } } },
    expect: { runs: 1 },
  },
];

runCases("dedup", CASES);
