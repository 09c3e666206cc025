import { describe, expect, it } from "vitest";
import { gather } from "../../src/emit/gather.ts";
import type { Pipeline } from "../../src/pipeline/pipeline.ts";
import { aspectsOf, findingsOf, modulesOf, open, settingsOf } from "../support/open.ts";

/** One case of the conformance suite: declarations, and what must come of them. */
export interface Case {
  readonly id: string;
  /** What a fleet declares. */
  readonly fleet: object;
  /** Further files, by name. */
  readonly files?: Readonly<Record<string, object>>;
  readonly expect: {
    /** Modules of hosts, in order: `aspect at path: text`. */
    readonly modules?: Readonly<Record<string, readonly string[]>>;
    /** Aspects of entities, in the order of the walk. */
    readonly aspects?: Readonly<Record<string, readonly string[]>>;
    /** What landed above the machines, by class and scope: names of aspects. */
    readonly above?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
    /** Settings by entity and aspect. */
    readonly settings?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    /** Codes of errors and warnings, sorted. */
    readonly findings?: readonly string[];
    /** Tombstones of entities: `aspect by whom`. */
    readonly excluded?: Readonly<Record<string, readonly string[]>>;
    /** Tags of entities. */
    readonly tags?: Readonly<Record<string, readonly string[]>>;
  };
}

function check(pipeline: Pipeline, wanted: Case["expect"]): void {
  const { evaluator, resolution, topology } = pipeline;
  for (const [host, modules] of Object.entries(wanted.modules ?? {})) {
    expect(modulesOf(pipeline, host), `modules of ${host}`).toEqual(modules);
  }
  for (const [id, aspects] of Object.entries(wanted.aspects ?? {})) {
    expect(aspectsOf(pipeline, id), `aspects of ${id}`).toEqual(aspects);
  }
  for (const [className, scopes] of Object.entries(wanted.above ?? {})) {
    const found = gather(pipeline, className, []).map(({ name, contributions }) => [
      name,
      contributions.map((one) => one.aspect),
    ]);
    expect(Object.fromEntries(found), `${className} above`).toEqual(scopes);
  }
  for (const [id, byAspect] of Object.entries(wanted.settings ?? {})) {
    for (const [aspect, values] of Object.entries(byAspect)) {
      expect(settingsOf(pipeline, id, aspect), `settings of ${aspect} at ${id}`).toEqual(values);
    }
  }
  for (const [id, stones] of Object.entries(wanted.excluded ?? {})) {
    const found = evaluator
      .get(resolution.resolution, id)
      .tombstones.map(({ aspect, by }) => `${aspect} by ${by.policy ?? by.aspect ?? by.scope}`);
    expect(found, `tombstones of ${id}`).toEqual(stones);
  }
  for (const [id, tags] of Object.entries(wanted.tags ?? {})) {
    expect([...evaluator.get(topology.tags, id)], `tags of ${id}`).toEqual(tags);
  }
  const codes = findingsOf(pipeline)
    .filter((finding) => finding.severity !== "info" && !QUIET.has(finding.code))
    .map((finding) => finding.code)
    .sort();
  expect(codes, "findings").toEqual(wanted.findings ?? []);
}

/** Findings about declarations without effect: small cases are full of them. Cases that are about them say so. */
const QUIET: ReadonlySet<string> = new Set([
  "DEN_NEVER_INCLUDED",
  "DEN_UNREAD_CHANNEL",
  "DEN_POLICY_UNFIRED",
  "DEN_EMPTY_SELECTOR",
]);

/** The same declarations with the keys of every record turned round: order must mean nothing. */
function turned(value: unknown, seen = new Map<unknown, unknown>()): unknown {
  if (Array.isArray(value)) return value.map((item) => turned(item, seen));
  if (typeof value !== "object" || value === null) return value;
  const prototype = Object.getPrototypeOf(value) as unknown;
  if (prototype !== Object.prototype && prototype !== null) return value;
  // A value that stands in two places is a reference: it stays one value.
  const known = seen.get(value);
  if (known !== undefined) return known;
  const entries = Object.entries(value).reverse();
  const made = Object.fromEntries(entries.map(([key, inner]) => [key, turned(inner, seen)]));
  seen.set(value, made);
  return made;
}

/** Runs a table of cases of one area, each also with its declarations in another order. */
export function runCases(area: string, cases: readonly Case[]): void {
  describe(area, () => {
    it.each(cases.map((one) => [one.id, one] as const))("%s", (_id, one) => {
      check(open(one.fleet, one.files), one.expect);
    });
    it.each(cases.map((one) => [one.id, one] as const))(
      "%s, declared in another order",
      (_id, one) => {
        const files =
          one.files === undefined ? undefined : (turned(one.files) as Record<string, object>);
        check(open(turned(one.fleet) as object, files), one.expect);
      },
    );
    it("has no two cases of one name", () => {
      expect(new Set(cases.map((one) => one.id)).size).toBe(cases.length);
    });
  });
}
