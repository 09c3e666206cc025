import { below, type Origin } from "../diagnostics/origin.ts";
import type { EntityModel, KindModel, RawEntity } from "./model.ts";
import { compareNames, entityId, isSafeName, SAFE_NAME } from "./names.ts";
import type { AspectContext } from "./read-aspect.ts";
import { type EntityHead, readEntity } from "./read-entity.ts";
import { isRecord, type Reader, suggestion } from "./reader.ts";

/** Raw declarations by registry, before any entity is read. */
export interface RawRegistries {
  readonly hosts: ReadonlyMap<string, ReadonlyMap<string, readonly RawEntity[]>>;
  readonly homes: ReadonlyMap<string, ReadonlyMap<string, readonly RawEntity[]>>;
  readonly environments: ReadonlyMap<string, readonly RawEntity[]>;
  readonly custom: ReadonlyMap<string, ReadonlyMap<string, readonly RawEntity[]>>;
  readonly fleet: readonly RawEntity[];
}

/** The entities of a fleet: names at once, everything else when it is asked for. */
export interface Entities {
  readonly hostNames: readonly string[];
  readonly homeNames: readonly string[];
  readonly environmentNames: readonly string[];
  readonly systems: ReadonlySet<string>;
  readonly fleet: EntityModel;
  readonly customNames: (kind: string) => readonly string[];
  readonly entity: (id: string) => EntityModel | undefined;
}

interface Indexed {
  readonly head: EntityHead;
  readonly declarations: readonly RawEntity[];
}

/** What a hive of colmena holds beside its nodes. */
const COLMENA_KEYS: ReadonlySet<string> = new Set(["meta", "defaults", "network"]);

/** Indexes raw declarations by entity id; reads each entity once, on demand. */
export function createEntities(
  fleetName: string,
  registries: RawRegistries,
  kinds: ReadonlyMap<string, KindModel>,
  base: Omit<AspectContext, "reader">,
  reader: Reader,
): Entities {
  const fleetId = entityId("fleet", fleetName);
  const index = new Map<string, Indexed>();
  const systems = new Set<string>();
  const add = (head: EntityHead, declarations: readonly RawEntity[]): boolean => {
    const [first] = declarations;
    if (!isSafeName(head.name) && first !== undefined) {
      reader.report(
        "DEN_UNSAFE_NAME",
        `the ${head.kind} name ${JSON.stringify(head.name)} is not safe as a file name`,
        first.origin,
        SAFE_NAME,
      );
      return false;
    }
    index.set(entityId(head.kind, head.name), { head, declarations });
    return true;
  };
  const bySystem = (kind: "host" | "home", registry: RawRegistries["hosts"]): string[] => {
    const names: string[] = [];
    for (const [system, named] of registry) {
      for (const [name, declarations] of named) {
        const known = index.get(entityId(kind, name));
        if (known !== undefined) {
          reader.findings.push({
            code: "DEN_DUPLICATE_HOST",
            severity: "error",
            message: `the ${kind} ${name} is declared for ${known.head.system} and for ${system}`,
            places: [...known.declarations, ...declarations].map((part) => part.origin),
            remedy: "give one of them another name",
          });
          continue;
        }
        if (!add({ kind, name, parent: undefined, system }, declarations)) continue;
        systems.add(system);
        names.push(name);
      }
    }
    return names.sort(compareNames);
  };
  const hostNames = bySystem("host", registries.hosts);
  for (const name of hostNames) {
    if (!COLMENA_KEYS.has(name)) continue;
    reader.report(
      "DEN_UNSAFE_NAME",
      `a host cannot be called ${name}: a hive of colmena means something else by that name`,
      index.get(entityId("host", name))?.declarations[0]?.origin ?? { file: "", path: [] },
      "give it another name; its hostName may be anything",
    );
  }
  const homeNames = bySystem("home", registries.homes);
  const environmentNames = [...registries.environments]
    .filter(([name, parts]) =>
      add({ kind: "environment", name, parent: fleetId, system: undefined }, parts),
    )
    .map(([name]) => name)
    .sort(compareNames);
  for (const [kind, names] of [
    ["host", hostNames],
    ["home", homeNames],
    ["environment", environmentNames],
  ] as const) {
    const folded = new Map<string, string>();
    for (const name of names) {
      const other = folded.get(name.toLowerCase());
      folded.set(name.toLowerCase(), name);
      if (other === undefined) continue;
      reader.findings.push({
        code: "DEN_DUPLICATE_NAME",
        severity: "error",
        message: `the ${kind}s ${other} and ${name} differ only in case: some file systems take them for one`,
        places: [other, name].flatMap((one) =>
          (index.get(entityId(kind, one))?.declarations ?? [])
            .slice(0, 1)
            .map((part) => part.origin),
        ),
        remedy: "give one of them another name",
      });
    }
  }
  const custom = new Map<string, string[]>();
  const parents: {
    readonly kind: string;
    readonly name: string;
    readonly parentKind: string;
    readonly declared: unknown;
    readonly origin: Origin;
  }[] = [];
  for (const [kind, named] of registries.custom) {
    const parentKind = kinds.get(kind)?.parent ?? "fleet";
    for (const [name, parts] of named) {
      const declared = parts.find((part) => typeof part.value.parent === "string")?.value.parent;
      const parent = typeof declared === "string" ? entityId(parentKind, declared) : fleetId;
      if (!add({ kind, name, parent, system: undefined }, parts)) continue;
      const origin = parts[0]?.origin;
      if (parentKind !== "fleet" && origin !== undefined) {
        parents.push({ kind, name, parentKind, declared, origin });
      }
      custom.set(kind, [...(custom.get(kind) ?? []), name]);
    }
  }

  const read = new Map<string, EntityModel | undefined>();
  const entity = (id: string): EntityModel | undefined => {
    if (read.has(id)) return read.get(id);
    const indexed = index.get(id) ?? nested(id);
    const model =
      indexed === undefined ? undefined : readEntity(indexed.head, indexed.declarations, base);
    read.set(id, model);
    return model;
  };
  /** Users and custom children are found inside the declarations of the host that nests them. */
  const nested = (id: string): Indexed | undefined => {
    const colon = id.indexOf(":");
    const kind = id.slice(0, colon);
    const name = id.slice(colon + 1);
    const at = name.lastIndexOf("@");
    const host = at < 0 ? undefined : index.get(entityId("host", name.slice(at + 1)));
    if (host === undefined) return undefined;
    const key = name.slice(0, at);
    const path = kind === "user" ? ["users"] : ["children", kind];
    const declarations = host.declarations.flatMap((part): RawEntity[] => {
      let value: unknown = part.value;
      for (const step of [...path, key]) {
        value = isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined;
      }
      return isRecord(value) ? [{ value, origin: below(part.origin, ...path, key) }] : [];
    });
    if (declarations.length === 0) return undefined;
    const { system } = host.head;
    return { head: { kind, name, parent: entityId("host", host.head.name), system }, declarations };
  };

  for (const { kind, name, parentKind, declared, origin } of parents) {
    const known = [...index.values()]
      .filter(({ head }) => head.kind === parentKind)
      .map(({ head }) => head.name);
    if (typeof declared !== "string") {
      reader.report(
        "DEN_UNKNOWN_ENTITY",
        `the ${kind} ${name} does not say which ${parentKind} it is below`,
        origin,
        `parent: ${JSON.stringify(known[0] ?? parentKind)}`,
      );
    } else if (entity(entityId(parentKind, declared)) === undefined) {
      reader.report(
        "DEN_UNKNOWN_ENTITY",
        `the ${kind} ${name} is below the ${parentKind} ${JSON.stringify(declared)}, which is not declared`,
        below(origin, "parent"),
        suggestion(declared, known),
      );
    }
  }

  const fleet = readEntity(
    { kind: "fleet", name: fleetName, parent: undefined, system: undefined },
    registries.fleet,
    base,
  );
  return {
    hostNames,
    homeNames,
    environmentNames,
    systems,
    fleet,
    customNames: (kind) => (custom.get(kind) ?? []).sort(compareNames),
    entity: (id) => (id === fleetId ? fleet : entity(id)),
  };
}
