import { type NixSymbol, nix, printFile } from "gen-nix";
import type { TreeFile } from "../output/write-tree.ts";
import type { FleetOutputs } from "./fleet-files.ts";

/** A machine or home as `default.nix` needs it. */
export interface MachineEntry {
  readonly name: string;
  readonly class: string;
  readonly system: string;
  readonly path: string;
  readonly tags: readonly string[];
  /** The flake attribute of machines of a class of the fleet's own, if that has one. */
  readonly intoAttr?: readonly string[];
}

/** What the two entry files are made from. */
export interface Entries {
  readonly fleet: string;
  readonly systems: readonly string[];
  readonly machines: readonly MachineEntry[];
  readonly outputs: FleetOutputs;
}

const paths = (files: readonly string[]): unknown[] => files.map((file) => nix.path(`./${file}`));

function byName<T>(
  entries: readonly T[],
  name: (entry: T) => string,
  value: (entry: T) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(entries.map((entry) => [name(entry), value(entry)]));
}

function configurations(
  machines: readonly MachineEntry[],
  glue: NixSymbol,
): Record<string, unknown> {
  return byName(
    machines,
    (one) => one.name,
    (one) => glue.nixos(paths([one.path])),
  );
}

/** The outputs that are not per system, as an attribute set over the glue. */
function flakeAttributes(entries: Entries, glue: NixSymbol): Record<string, unknown> {
  const { machines, outputs } = entries;
  const of = (name: string): MachineEntry[] => machines.filter((machine) => machine.class === name);
  const result: Record<string, unknown> = {};
  if (of("nixos").length > 0) {
    result.nixosConfigurations = configurations(of("nixos"), glue);
  }
  if (of("darwin").length > 0) {
    result.darwinConfigurations = byName(
      of("darwin"),
      (one) => one.name,
      (one) => glue.darwin(paths([one.path])),
    );
  }
  if (of("homeManager").length > 0) {
    result.homeConfigurations = byName(
      of("homeManager"),
      (one) => one.name,
      (one) => glue.home(one.system)(paths([one.path])),
    );
  }
  if (outputs.terranix.size > 0) {
    result.terranixModules = Object.fromEntries(
      [...outputs.terranix].map(([name, files]) => [name, paths(files)]),
    );
  }
  if (outputs.tests.length > 0) result.tests = glue.tests(paths(outputs.tests));
  for (const { name, path, intoAttr } of machines)
    if (intoAttr !== undefined) put(result, [...intoAttr, name], paths([path]));
  for (const { intoAttr, files, merge } of outputs.own)
    put(result, intoAttr, merge === "data" ? glue.data(paths(files)) : paths(files));
  for (const { spec, files } of outputs.instantiated) {
    const modules = paths(files);
    put(
      result,
      spec.intoAttr,
      spec.instantiate === undefined ? modules : spec.instantiate({ modules }),
    );
  }
  return result;
}

function put(into: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let at = into;
  path.forEach((key, index) => {
    if (index === path.length - 1) at[key] = value;
    else {
      const next =
        typeof at[key] === "object" && at[key] !== null ? (at[key] as Record<string, unknown>) : {};
      at[key] = next;
      at = next;
    }
  });
}

/** Per-system outputs: attribute to a function of the system. */
function systemAttributes(
  outputs: FleetOutputs,
  glue: NixSymbol,
): [string, (system: NixSymbol) => unknown][] {
  const found: [string, (system: NixSymbol) => unknown][] = [];
  if (outputs.packages.length > 0)
    found.push(["packages", (system) => glue.named(paths(outputs.packages))(system)]);
  if (outputs.apps.length > 0)
    found.push(["apps", (system) => glue.named(paths(outputs.apps))(system)]);
  if (outputs.devshell.length > 0) {
    found.push([
      "devShells",
      (system) => ({ default: glue.devshell(paths(outputs.devshell))(system) }),
    ]);
  }
  return found;
}

/** `default.nix`: `{ inputs, ... }:` and the outputs of a flake. */
export function defaultNix(entries: Entries): TreeFile {
  const glue: NixSymbol = nix.var("glue");
  const inputs: NixSymbol = nix.var("inputs");
  const systems = nix.var("systems");
  const { outputs } = entries;
  const attributes = flakeAttributes(entries, glue);
  const aside: unknown[] = [];
  for (const [name, make] of systemAttributes(outputs, glue)) {
    // A policy may add to what den makes for each system.
    if (attributes[name] !== undefined) aside.push({ [name]: attributes[name] });
    attributes[name] = glue.forSystems(systems)(
      nix.lambda("system", (system: NixSymbol) => make(system)),
    );
  }
  const machines = entries.machines.filter((machine) => machine.class === "nixos");
  if (machines.length > 0) {
    attributes.hydraJobs = {
      ...(attributes.hydraJobs as object | undefined),
      nixos: glue.hydraJobs(configurations(machines, glue)),
    };
  }
  const merged: unknown[] = [attributes, ...aside];
  if (machines.length > 0) {
    const hive = byName(
      machines,
      (one) => one.name,
      ({ system, tags, path }) => ({ system, tags, modules: paths([path]) }),
    );
    merged.push(
      glue.lib.optionalAttrs(nix.has(inputs, "colmena"))({ colmenaHive: glue.colmena(hive) }),
    );
  }
  if (outputs.treefmt.length > 0) {
    const formatter = glue.forSystems(systems)(glue.formatter(paths(outputs.treefmt)));
    merged.push(glue.lib.optionalAttrs(nix.has(inputs, "treefmt-nix"))({ formatter }));
  }
  if (outputs.perSystem.length > 0)
    merged.push(glue.perSystemOutputs(systems)(paths(outputs.perSystem)));
  for (const file of outputs.flake) {
    merged.push(
      glue.call({ inputs, lib: glue.lib, self: nix.or(inputs.self, null) })(
        nix.import(`./${file}`),
      ),
    );
  }
  const body = merged.length === 1 ? attributes : glue.merge(merged);
  const expression = nix.lambda(
    ["inputs"],
    nix.let({ glue: nix.import("./glue.nix", { inputs }), systems: [...entries.systems] }, body),
  );
  return {
    path: "default.nix",
    content: printFile(expression, {
      header: `The outputs of the fleet ${entries.fleet}: import ./den-out { inherit inputs; }\nGenerated by den; edit the fleet instead.`,
    }),
  };
}

/** `flake-module.nix`: the same outputs as a flake-parts module. */
export function flakeModule(entries: Entries): TreeFile {
  const glue: NixSymbol = nix.var("glue");
  const inputs: NixSymbol = nix.var("inputs");
  const { outputs } = entries;
  const lib: NixSymbol = nix.var("lib");
  const perSystem: Record<string, unknown> = {};
  const system: NixSymbol = nix.var("system");
  for (const [name, make] of systemAttributes(outputs, glue)) perSystem[name] = make(system);
  const flake: unknown[] = [flakeAttributes(entries, glue)];
  for (const file of outputs.flake) {
    flake.push(
      glue.call({ inputs, lib: glue.lib, self: nix.or(inputs.self, null) })(
        nix.import(`./${file}`),
      ),
    );
  }
  const imports = paths(outputs.perSystem);
  const module: Record<string, unknown> = {
    systems: lib.mkDefault([...entries.systems]),
    flake: flake.length === 1 ? flake[0] : glue.merge(flake),
  };
  const parts: Record<string, unknown> = { ...perSystem };
  if (outputs.treefmt.length > 0) {
    parts.formatter = lib.mkIf(nix.has(inputs, "treefmt-nix"))(
      glue.formatter(paths(outputs.treefmt))(system),
    );
  }
  if (imports.length > 0) parts.imports = imports;
  if (Object.keys(parts).length > 0) module.perSystem = nix.lambda(["system"], parts);
  const expression = nix.lambda(
    ["inputs", "lib"],
    nix.let({ glue: nix.import("./glue.nix", { inputs }) }, module),
  );
  return {
    path: "flake-module.nix",
    content: printFile(expression, {
      header: `The outputs of the fleet ${entries.fleet} as a flake-parts module: imports = [ ./den-out/flake-module.nix ];\nGenerated by den; edit the fleet instead.`,
    }),
  };
}
