import { join } from "node:path";
import { type NixSymbol, nix, printFile } from "gen-nix";
import type { TreeFile } from "../output/write-tree.ts";
import type { Configuration, PlacedModule } from "../pipeline/outputs.ts";
import { type Layout, relativePath } from "./layout.ts";
import type { ModuleWriter } from "./module-file.ts";

/** The path of a machine's or home's own file, below the output folder. */
export function configurationPath(configuration: Configuration): string {
  return configuration.class === "homeManager"
    ? `homes/${configuration.name}.nix`
    : `hosts/${configuration.name}/${configuration.class}.nix`;
}

/** The thin file of a host or a home: imports of shared content, and who it is. */
export function configurationFile(
  configuration: Configuration,
  writer: ModuleWriter,
  layout: Layout,
): TreeFile {
  const path = configurationPath(configuration);
  const folder = join(layout.out, path, "..");
  const imported = (modules: readonly PlacedModule[]): unknown[] =>
    unique(
      modules.map(({ contribution, at, route }) =>
        writer.write({
          aspect: contribution.aspect,
          class: contribution.class,
          content: contribution.content,
          at,
          ...(route === undefined ? {} : { route }),
          form: "module",
        }),
      ),
    ).map((file) => nix.path(relativePath(folder, join(layout.out, file))));
  const module =
    configuration.class === "homeManager"
      ? homeModule(configuration, imported(configuration.modules))
      : hostModule(configuration, imported);
  const header = `${configuration.class === "homeManager" ? "Home" : "Host"} ${configuration.name} (${configuration.system})`;
  return { path, content: printFile(module, { header }) };
}

function unique(paths: readonly string[]): string[] {
  return [...new Set(paths)];
}

function hostModule(
  configuration: Configuration,
  imported: (modules: readonly PlacedModule[]) => unknown[],
): unknown {
  const imports = imported(configuration.modules);
  const lib: NixSymbol = nix.var("lib");
  const inputs = nix.var("inputs");
  const body: Record<string, unknown> = { imports };
  const formals = new Set<string>();
  if (configuration.class === "nixos" || configuration.class === "darwin") {
    formals.add("lib");
    body.networking = { hostName: lib.mkDefault(configuration.hostName ?? configuration.name) };
    body.nixpkgs = { hostPlatform: lib.mkDefault(configuration.system) };
  }
  if (configuration.homes.length > 0) {
    formals.add("inputs");
    const modules = configuration.class === "darwin" ? "darwinModules" : "nixosModules";
    imports.push(nix.select(inputs, "home-manager", modules, "home-manager"));
    const users: Record<string, unknown> = {};
    for (const home of configuration.homes)
      users[home.userName] = { imports: imported(home.modules) };
    body["home-manager"] = { extraSpecialArgs: { inputs }, users };
  }
  return formals.size === 0 ? body : nix.lambda([...formals].sort(), body);
}

function homeModule(configuration: Configuration, imports: readonly unknown[]): unknown {
  const lib: NixSymbol = nix.var("lib");
  const user = configuration.userName ?? configuration.name;
  const folder = configuration.system.endsWith("-darwin") ? `/Users/${user}` : `/home/${user}`;
  return nix.lambda(["lib"], {
    imports,
    home: { username: lib.mkDefault(user), homeDirectory: lib.mkDefault(folder) },
  });
}
