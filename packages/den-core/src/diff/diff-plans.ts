import { compareNames } from "../model/names.ts";
import type { Plan, PlanEntity, PlanModule, PlanOutput, PlanSetting } from "../plan/plan.ts";

/** A module of an output by what it is called, not by where it is declared. */
export interface ModuleChange {
  readonly aspect: string;
  readonly class: string;
  readonly at: readonly string[];
}

/** What changed in one output. */
export interface OutputChange {
  readonly output: string;
  readonly class: string;
  readonly scope: string;
  readonly change: "added" | "removed" | "changed";
  readonly added: readonly ModuleChange[];
  readonly removed: readonly ModuleChange[];
  readonly changed: readonly ModuleChange[];
  /** The same modules, in another order: lists in the configuration may come out differently. */
  readonly reordered: boolean;
  /** What else the output's own file says that changed: `system`, `class`, `hostName`. */
  readonly facts: readonly string[];
}

/** A setting that has another value, or is there only before or after (`undefined`, left out in JSON). */
export interface SettingChange {
  readonly aspect: string;
  readonly setting: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What changed about an entity besides its outputs. */
export interface EntityChange {
  readonly entity: string;
  readonly change: "added" | "removed" | "changed";
  readonly aspectsAdded: readonly string[];
  readonly aspectsRemoved: readonly string[];
  readonly settings: readonly SettingChange[];
}

/** Two plans compared. */
export interface PlanDiff {
  readonly outputs: readonly OutputChange[];
  readonly entities: readonly EntityChange[];
  /** Hosts of the later plan whose outputs change or come: what has to be built. One that went is an entity removed. */
  readonly affected: readonly string[];
  /** Hosts that are in both plans and about which nothing changed. */
  readonly untouched: readonly string[];
}

/** Compares two plans, output by output (modules by content, wherever they are declared) and entity by entity. */
export function diffPlans(before: Plan, after: Plan): PlanDiff {
  const [oldEntities, newEntities] = [byId(before), byId(after)];
  const [oldOutputs, newOutputs] = [outputsByName(before), outputsByName(after)];
  const outputs = union(oldOutputs, newOutputs).flatMap((key) => {
    const [a, b] = [oldOutputs.get(key), newOutputs.get(key)];
    const facts = changedFacts(
      a === undefined ? undefined : oldEntities.get(a.scope),
      b === undefined ? undefined : newEntities.get(b.scope),
    );
    return diffOutput(a, b, facts);
  });
  const entities = union(oldEntities, newEntities).flatMap((id) =>
    diffEntity(oldEntities.get(id), newEntities.get(id)),
  );
  const hostOf = (id: string): string | undefined => {
    let at: string | null | undefined = id;
    while (typeof at === "string" && !at.startsWith("host:"))
      at = (newEntities.get(at) ?? oldEntities.get(at))?.parent;
    return at?.slice("host:".length);
  };
  const hosts = (ids: readonly string[]): Set<string> =>
    new Set(ids.map(hostOf).filter((name) => name !== undefined));
  const affected = hosts(outputs.map(({ scope }) => scope));
  const touched = new Set([...affected, ...hosts(entities.map(({ entity }) => entity))]);
  return {
    outputs,
    entities,
    affected: [...affected].filter((name) => newEntities.has(`host:${name}`)).sort(compareNames),
    untouched: [...newEntities.values()]
      .filter(({ id, kind, name }) => kind === "host" && oldEntities.has(id) && !touched.has(name))
      .map(({ name }) => name)
      .sort(compareNames),
  };
}

function union(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].sort(compareNames);
}

function byId(plan: Plan): Map<string, PlanEntity> {
  return new Map(plan.entities.map((entity) => [entity.id, entity]));
}

/** Outputs by attribute and scope: several scopes may feed one attribute. */
function outputsByName(plan: Plan): Map<string, PlanOutput> {
  return new Map(
    plan.outputs.map((output) => [
      JSON.stringify([output.attribute.join("."), output.class, output.scope]),
      output,
    ]),
  );
}

function changedFacts(a: PlanEntity | undefined, b: PlanEntity | undefined): string[] {
  if (a === undefined || b === undefined) return [];
  return (["system", "class", "hostName"] as const).filter((key) => a[key] !== b[key]);
}

function diffOutput(
  a: PlanOutput | undefined,
  b: PlanOutput | undefined,
  facts: readonly string[],
): OutputChange[] {
  const either = b ?? a;
  if (either === undefined) return [];
  const modules = diffModules(a?.modules ?? [], b?.modules ?? []);
  const same =
    facts.length + modules.added.length + modules.removed.length + modules.changed.length === 0;
  if (a !== undefined && b !== undefined && same && !modules.reordered) return [];
  return [
    {
      output: either.attribute.join("."),
      class: either.class,
      scope: either.scope,
      change: a === undefined ? "added" : b === undefined ? "removed" : "changed",
      ...modules,
      facts,
    },
  ];
}

const kindOf = (module: PlanModule): string =>
  JSON.stringify([module.aspect, module.class, module.at]);

function diffModules(
  before: readonly PlanModule[],
  after: readonly PlanModule[],
): Pick<OutputChange, "added" | "removed" | "changed" | "reordered"> {
  // Equal content cancels out; of what is left, modules of one name are one that changed.
  const left = without(before, after);
  const right = without(after, before);
  const [gone, come] = [grouped(left), grouped(right)];
  const [added, removed, changed]: [ModuleChange[], ModuleChange[], ModuleChange[]] = [[], [], []];
  for (const key of union(gone, come)) {
    const [olds, news] = [gone.get(key) ?? [], come.get(key) ?? []];
    const pairs = Math.min(olds.length, news.length);
    changed.push(...news.slice(0, pairs).map(named));
    added.push(...news.slice(pairs).map(named));
    removed.push(...olds.slice(pairs).map(named));
  }
  const order = (modules: readonly PlanModule[]): string =>
    JSON.stringify(modules.map((module) => [kindOf(module), module.content]));
  const reordered = left.length + right.length === 0 && order(before) !== order(after);
  return { added, removed, changed, reordered };
}

function named({ aspect, class: name, at }: PlanModule): ModuleChange {
  return { aspect, class: name, at };
}

/** The modules of `from` that have no equal in `other`, each of whose modules counts once. */
function without(from: readonly PlanModule[], other: readonly PlanModule[]): PlanModule[] {
  const identity = (module: PlanModule): string => `${kindOf(module)}\n${module.content}`;
  const counts = new Map<string, number>();
  for (const module of other) counts.set(identity(module), (counts.get(identity(module)) ?? 0) + 1);
  return from.filter((module) => {
    const count = counts.get(identity(module)) ?? 0;
    if (count > 0) counts.set(identity(module), count - 1);
    return count === 0;
  });
}

function grouped(modules: readonly PlanModule[]): Map<string, PlanModule[]> {
  const found = new Map<string, PlanModule[]>();
  for (const module of modules)
    found.set(kindOf(module), [...(found.get(kindOf(module)) ?? []), module]);
  return found;
}

function diffEntity(a: PlanEntity | undefined, b: PlanEntity | undefined): EntityChange[] {
  const either = b ?? a;
  if (either === undefined) return [];
  const aspects = (entity: PlanEntity | undefined): Set<string> =>
    new Set(entity?.aspects.map(({ aspect }) => aspect));
  const [old, now] = [aspects(a), aspects(b)];
  const settings = a === undefined || b === undefined ? [] : diffSettings(a, b);
  const aspectsAdded = [...now].filter((name) => !old.has(name)).sort(compareNames);
  const aspectsRemoved = [...old].filter((name) => !now.has(name)).sort(compareNames);
  const change = a === undefined ? "added" : b === undefined ? "removed" : "changed";
  if (change === "changed" && settings.length + aspectsAdded.length + aspectsRemoved.length === 0)
    return [];
  return [{ entity: either.id, change, aspectsAdded, aspectsRemoved, settings }];
}

/** Settings of aspects that are there before and after. */
function diffSettings(a: PlanEntity, b: PlanEntity): SettingChange[] {
  const before = new Map(a.aspects.map((one) => [one.aspect, one.settings ?? []]));
  return b.aspects
    .flatMap(({ aspect, settings = [] }): SettingChange[] => {
      const olds = before.get(aspect);
      if (olds === undefined) return [];
      const [was, is] = [leaves(olds), leaves(settings)];
      return union(was, is).flatMap((setting) => {
        const [x, y] = [was.get(setting), is.get(setting)];
        if (JSON.stringify(x?.value) === JSON.stringify(y?.value)) return [];
        return [
          {
            aspect,
            setting,
            ...(x === undefined ? {} : { before: x.value }),
            ...(y === undefined ? {} : { after: y.value }),
          },
        ];
      });
    })
    .sort((x, y) => compareNames(x.aspect, y.aspect) || compareNames(x.setting, y.setting));
}

function leaves(settings: readonly PlanSetting[]): Map<string, PlanSetting> {
  return new Map(settings.map((leaf) => [leaf.path, leaf]));
}
