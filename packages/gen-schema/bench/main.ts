import { compileFold, type Leaf, type Schema, schemaOf, validate } from "gen-schema";
import { measure } from "mitata";
import { defaultsFleet, type Fleet, mixedFleet, peersFleet, plainFleet } from "./fleet.ts";
import { type Line, table } from "./report.ts";

const lines: Line[] = [];

/** The time that this process had the processor, in nanoseconds: what else the machine does is left out. */
function now(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

/** The fastest of several runs, in milliseconds. */
async function fastest(run: () => unknown): Promise<number> {
  const stats = await measure(run, { now, min_samples: 15, max_samples: 60, min_cpu_time: 1e9 });
  return stats.min / 1e6;
}

/** What reading everything means: each leaf's value, layer, origin, and all that it shadows. */
function readAll(leaves: readonly Leaf[]): number {
  let count = 0;
  for (const leaf of leaves) {
    if (leaf.value !== undefined && leaf.layer !== "" && leaf.origin !== null) count++;
    for (const definition of leaf.shadowed) if (definition.value !== undefined) count++;
  }
  return count;
}

/** Bare objects: what folding without provenance, laziness and schema costs. */
function spread(fleet: Fleet): number {
  let count = 0;
  for (const [a, b, c, d, e] of fleet.records) {
    const result: Record<string, unknown> = { ...a, ...b, ...c, ...d, ...e };
    if (result.field7 !== undefined) count++;
  }
  return count;
}

async function folding(fleet: Fleet, promise: boolean): Promise<void> {
  const fold = compileFold(fleet.schema);
  const all = (): number => {
    let count = 0;
    for (const layers of fleet.layers) count += readAll(fold(layers).leaves());
    return count;
  };
  const one = (): number => {
    let count = 0;
    for (const layers of fleet.layers) {
      const leaf = fold(layers).leaf("field7");
      if (leaf !== undefined) count += readAll([leaf]);
    }
    return count;
  };
  const bare = await fastest(() => spread(fleet));
  const whole = await fastest(all);
  const single = await fastest(one);
  const size = `${fleet.layers.length} entities, ${fleet.name}`;
  const told = (pass: boolean): boolean | undefined => (promise ? pass : undefined);
  lines.push({
    what: `fold, every leaf with provenance: ${size}`,
    ours: whole,
    against: "object spreads",
    other: bare,
    ratio: whole / bare,
    promise: promise ? "≤ 15" : "",
    pass: told(whole / bare <= 15),
  });
  lines.push({
    what: `fold, one leaf of twenty: ${size}`,
    ours: single,
    against: "all leaves",
    other: whole,
    ratio: single / whole,
    promise: promise ? "≤ 0.2" : "",
    pass: told(single / whole <= 0.2),
  });
}

async function validating(
  name: string,
  schema: Schema,
  values: readonly unknown[],
  promise: boolean,
): Promise<void> {
  const compiled = schema["~validator"]();
  const inside = await fastest(() => {
    let count = 0;
    for (const value of values) if (compiled(value)) count++;
    return count;
  });
  const ours = await fastest(() => {
    let count = 0;
    for (const value of values) if (validate(schema, value).length === 0) count++;
    return count;
  });
  lines.push({
    what: `validate ${values.length} records, ${name}`,
    ours,
    against: "compiled validator alone",
    other: inside,
    ratio: inside / ours,
    promise: promise ? "≥ 0.8" : "",
    pass: promise ? inside / ours >= 0.8 : undefined,
  });
}

const told = [plainFleet, defaultsFleet, peersFleet];
for (const make of told) await folding(make(10_000), true);
await folding(mixedFleet(10_000), false);

const { schema, records } = plainFleet(10_000);
const valid = records.map(([first]) => first);
await validating("all valid", schema, valid, true);
const some = valid.map((value, index) => (index % 100 === 0 ? { ...value, field7: 7 } : value));
await validating("1 in 100 invalid", schema, some, true);
const none = valid.map((value) => ({ ...value, field7: 7 }));
await validating("all invalid", schema, none, false);
const nested = schemaOf({
  hosts: {
    type: "array",
    items: {
      type: "object",
      required: ["name"],
      properties: {
        name: { type: "string", pattern: "^[a-z0-9]+$" },
        port: { type: "integer", maximum: 65535 },
      },
    },
  },
});
const fleets = Array.from({ length: 1_000 }, (_, index) => ({
  hosts: Array.from({ length: 20 }, (_, at) => ({ name: `host${at}`, port: index + at })),
}));
await validating("nested lists", nested as Schema, fleets, true);

const growth: [number, number][] = [];
for (const count of [1_000, 10_000, 40_000]) {
  const fleet = plainFleet(count);
  const fold = compileFold(fleet.schema);
  const ms = await fastest(() => {
    let sum = 0;
    for (const layers of fleet.layers) sum += readAll(fold(layers).leaves());
    return sum;
  });
  growth.push([count, ms]);
}
const [[small, before] = [1, 1], [large, after] = [1, 1]] = [growth[0], growth[2]];
lines.push({
  what: `growth: ${large} entities`,
  ours: after,
  against: `${small} entities × ${large / small}`,
  other: before * (large / small),
  ratio: after / (before * (large / small)),
  promise: "≤ 2",
  pass: after / (before * (large / small)) <= 2,
});

console.log(table(lines));
