import { hash } from "node:crypto";
import { topologicalOrder } from "gen-graph";
import {
  buildModel,
  type Declaration,
  type Instance,
  planVars,
  type ScopeNode,
  type StoredGenerator,
} from "gen-vars";
import { fastest } from "./fastest.ts";

const GENERATORS = 20;

export interface PlanningTimes {
  readonly hosts: number;
  readonly baseline: number;
  /** From declarations to a plan of a fleet with nothing stored. */
  readonly empty: number;
  /** The same with everything stored. */
  readonly stored: number;
  /** Planning alone, the model at hand. */
  readonly plan: number;
}

/** Each host's generators form a chain and need one of the fleet; every generator has two files. */
function fleet(hosts: number): { scopes: ScopeNode[]; declarations: Declaration[] } {
  const scopes: ScopeNode[] = [{ id: "fleet", kind: "fleet" }];
  for (let i = 0; i < hosts; i++) scopes.push({ id: `host${i}`, kind: "host", parent: "fleet" });
  const declarations: Declaration[] = [
    { node: "fleet", name: "ca", generator: { files: { key: {}, cert: { secret: false } } } },
  ];
  for (let g = 0; g < GENERATORS; g++) {
    declarations.push({
      node: "fleet",
      name: `g${g}`,
      generator: {
        scope: "host",
        files: { key: {}, pub: { secret: false } },
        dependencies: g === 0 ? ["ca"] : ["ca", `g${g - 1}`],
        script: "cat $in/ca/key > $out/key; echo pub > $out/pub",
      },
    });
  }
  return { scopes, declarations };
}

/** What is stored once everything was made. */
function record(instance: Instance): StoredGenerator {
  const content = (of: Instance, file: string): string => `${of.id}/${file}`;
  const dependencies = instance.dependencies.map(({ dependency, on }) => {
    const files = [...on.generator.files.keys()].map((file) => [file, content(on, file)] as const);
    return [dependency.as, new Map(files)] as const;
  });
  const files = [...instance.generator.files.values()].map(({ name, secret }) => {
    const location = { path: `${instance.id}/${name}`, format: "plain" };
    const entry = { store: "s", location, secret, content: content(instance, name), digest: "d" };
    return [name, entry] as const;
  });
  const fingerprint = { ...instance.generator.fingerprint, dependencies: new Map(dependencies) };
  return { created: 0, fingerprint, files: new Map(files) };
}

/** Times for a number of hosts with twenty generators each. */
export async function planningTimes(hosts: number, runs: number): Promise<PlanningTimes> {
  const input = fleet(hosts);
  const model = buildModel(input);
  const nodes = model.instances.map((instance) => instance.id);
  const before = new Map(
    model.instances.map((i) => [i.id, i.dependencies.map(({ on }) => on.id)] as const),
  );
  const values = nodes.flatMap((id) => [`${id} key`, `${id} pub`]);
  const baseline = await fastest(runs, () => {
    topologicalOrder({ nodes, predecessors: (id) => before.get(id) });
    for (const value of values) hash("sha256", value);
  });
  const nothing = (): undefined => undefined;
  const empty = await fastest(runs, () => planVars(buildModel(input), { stored: nothing, now: 0 }));
  const records = new Map(model.instances.map((i) => [i.id, record(i)] as const));
  const stored = (instance: Instance): StoredGenerator | undefined => records.get(instance.id);
  const full = await fastest(runs, () => {
    // As when records are read: what is stored is hashed to see whether it is still the same.
    for (const value of values) hash("sha256", value);
    planVars(buildModel(input), { stored, now: 0 });
  });
  const plan = await fastest(runs, () => planVars(model, { stored, now: 0 }));
  return { hosts, baseline, empty, stored: full, plan };
}
