import fc from "fast-check";
import { print } from "gen-nix";
import { describe, expect, it } from "vitest";
import { gather } from "../../src/emit/gather.ts";
import type { Pipeline } from "../../src/pipeline/pipeline.ts";
import { fleetVarsModel } from "../../src/vars/fleet-vars.ts";
import type { ReadVars } from "../../src/vars/records.ts";
import { type Generated, generated } from "../support/generated.ts";
import { aspectsOf, findingsOf, modulesOf, open, settingsOf } from "../support/open.ts";
import { randomFrom, scattered, shuffled } from "./shuffled.ts";

/** One case of the conformance suite: declarations, and what must come of them. */
export interface Case {
  readonly id: string;
  /** What a fleet declares. */
  readonly fleet: object;
  /** Further files, by name. */
  readonly files?: Readonly<Record<string, object>>;
  /** Values that have been generated before. */
  readonly generated?: Generated;
  /** Where the secrets among them are kept. @default "sops" */
  readonly secrets?: "sops" | "age";
  readonly expect: {
    /** Generators by the scope where their values live. */
    readonly vars?: Readonly<Record<string, readonly string[]>>;
    /** Backends of generators, by `<scope>/<generator>`. */
    readonly backends?: Readonly<Record<string, string>>;
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
    /** Modules of homes, in order: `aspect: text`. */
    readonly homes?: Readonly<Record<string, readonly string[]>>;
    /** Environments of hosts. */
    readonly environments?: Readonly<Record<string, string | null>>;
    /** What a reader at an entity finds on channels. */
    readonly channels?: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>;
    /** Why policies decided nothing at entities: `policy: reason`. */
    readonly suppressed?: Readonly<Record<string, readonly string[]>>;
    /** Where a setting comes from: the layer that gave it, then those that it shadows. */
    readonly layers?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
    /** How often functions of content ran in all. */
    readonly runs?: number;
    /** Everything that is reported, findings without effect included: `severity code`, sorted. */
    readonly reported?: readonly string[];
    /** What messages and remedies say, each in at least one finding. */
    readonly says?: readonly string[];
  };
}

function check(pipeline: Pipeline, wanted: Case["expect"]): void {
  const { evaluator, resolution, topology } = pipeline;
  checkVars(pipeline, wanted);
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
  for (const [id, environment] of Object.entries(wanted.environments ?? {})) {
    expect(evaluator.get(topology.placement, id).environment, `the environment of ${id}`).toBe(
      environment,
    );
  }
  checkHomes(pipeline, wanted.homes ?? {});
  checkTrace(pipeline, wanted);
  const found = findingsOf(pipeline);
  if (wanted.runs !== undefined) expect(pipeline.binder.runs(), "runs").toBe(wanted.runs);
  for (const text of wanted.says ?? []) {
    const told = found.map(({ message, remedy }) => `${message} (${remedy ?? ""})`);
    expect(
      told.filter((one) => one.includes(text)).length,
      `${text} in ${told.join("\n")}`,
    ).toBeGreaterThan(0);
  }
  if (wanted.reported !== undefined) {
    const reported = found.map(({ severity, code }) => `${severity} ${code}`).sort();
    expect(reported, "everything reported").toEqual(wanted.reported);
    return;
  }
  const codes = found
    .filter((finding) => finding.severity !== "info" && !QUIET.has(finding.code))
    .map((finding) => finding.code)
    .sort();
  expect(codes, "findings").toEqual(wanted.findings ?? []);
}

/** Where generators live, and where their secrets are kept. */
function checkVars(pipeline: Pipeline, { vars, backends }: Case["expect"]): void {
  const { evaluator } = pipeline;
  if (vars !== undefined) {
    const found: Record<string, string[]> = {};
    for (const { name, node } of fleetVarsModel(pipeline).model?.instances ?? []) {
      found[node.id] = [...(found[node.id] ?? []), name].sort();
    }
    expect(found, "where generators live").toEqual(vars);
  }
  for (const [id, backend] of Object.entries(backends ?? {})) {
    const slash = id.lastIndexOf("/");
    const found = evaluator.get(
      pipeline.vars.backends.backend,
      id.slice(0, slash),
      id.slice(slash + 1),
    );
    expect(found, `the backend of ${id}`).toBe(backend);
  }
}

function checkHomes(pipeline: Pipeline, homes: Readonly<Record<string, readonly string[]>>): void {
  for (const [home, modules] of Object.entries(homes)) {
    const found = pipeline.evaluator
      .get(pipeline.outputs.home, `home:${home}`)
      .modules.map(
        ({ contribution: { aspect, content } }) =>
          `${aspect}: ${print(content.expr).replace(/\s+/g, " ")}`,
      );
    expect(found, `modules of the home ${home}`).toEqual(modules);
  }
}

/** What channels hold, why policies were silent, which layers made a setting. */
function checkTrace(pipeline: Pipeline, wanted: Case["expect"]): void {
  const { evaluator, channels, decided, settings } = pipeline;
  for (const [id, byChannel] of Object.entries(wanted.channels ?? {})) {
    for (const [channel, values] of Object.entries(byChannel)) {
      const { items } = evaluator.get(channels.visible, id, channel);
      expect(
        items.map((item) => item.value),
        `${channel} at ${id}`,
      ).toEqual(values);
    }
  }
  for (const [id, reasons] of Object.entries(wanted.suppressed ?? {})) {
    const { suppressed } = evaluator.get(decided.decisions, id);
    expect(
      suppressed.map(({ policy, reason }) => `${policy}: ${reason}`).sort(),
      `suppressed at ${id}`,
    ).toEqual(reasons);
  }
  for (const [id, byLeaf] of Object.entries(wanted.layers ?? {})) {
    for (const [leaf, layers] of Object.entries(byLeaf)) {
      const [aspect = "", ...path] = leaf.split(".");
      const found = evaluator.get(settings.settings, id, aspect)?.leaf(path.join("."));
      expect(
        [found?.layer, ...(found?.shadowed ?? []).map((one) => one.layer)],
        `layers of ${leaf} at ${id}`,
      ).toEqual(layers);
    }
  }
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

function readerOf(one: Case): ReadVars | undefined {
  return one.generated === undefined ? undefined : generated(one.generated, one.secrets);
}

/** Runs a table of cases of one area, each also with its declarations in another order. */
export function runCases(area: string, cases: readonly Case[]): void {
  describe(area, () => {
    it.each(cases.map((one) => [one.id, one] as const))("%s", (_id, one) => {
      check(open(one.fleet, one.files, readerOf(one)), one.expect);
    });
    it.each(cases.map((one) => [one.id, one] as const))(
      "%s, declared in another order",
      (_id, one) => {
        const files =
          one.files === undefined ? undefined : (turned(one.files) as Record<string, object>);
        check(open(turned(one.fleet) as object, files, readerOf(one)), one.expect);
      },
    );
    it("means the same in any order, over any files", () => {
      fc.assert(
        fc.property(fc.constantFrom(...cases), fc.integer(), (one, seed) => {
          const random = randomFrom(seed);
          // What already says where its declarations stand keeps them there.
          const { fleet, files } =
            one.files === undefined ? scattered(one.fleet, random) : { ...one, files: one.files };
          const [root, ...rest] = shuffled([fleet, ...Object.values(files)], random);
          const names = Object.keys(files);
          check(
            open(
              root as object,
              Object.fromEntries(rest.map((file, at) => [names[at], file])),
              readerOf(one),
            ),
            one.expect,
          );
        }),
        { numRuns: Math.min(200, cases.length * 3) },
      );
    });
    it("has no two cases of one name", () => {
      expect(new Set(cases.map((one) => one.id)).size).toBe(cases.length);
    });
  });
}
