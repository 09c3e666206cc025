/**
 * The one generic Nix file of a tree: how modules become outputs with the flake's inputs. It is the
 * same for every fleet, and works with every Nix that nixpkgs works with.
 */
export const GLUE = `# How the configurations of this tree meet the inputs of a flake. The same for every fleet.
{ inputs }:
let
  need =
    name: used:
    inputs.\${name} or (throw "den: the inputs have no \\"\${name}\\", which is needed for \${used}");

  nixpkgs = need "nixpkgs" "every configuration";

  lib = nixpkgs.lib;

  pkgsFor = system: nixpkgs.legacyPackages.\${system};

  # What content functions of per-system classes can ask for.
  argsFor = system: {
    inherit inputs lib system;
    pkgs = pkgsFor system;
    self = inputs.self or null;
  };

  # A file of content is a value, or a function of what it needs.
  call = args: content: if builtins.isFunction content then content args else content;

  merge = builtins.foldl' lib.recursiveUpdate { };

  # One value of several: records merge deeply, lists append what is new, everything else has to agree.
  mergeData =
    path: values:
    let
      first = builtins.head values;
    in
    if builtins.length values == 1 then
      first
    else if builtins.all builtins.isAttrs values then
      lib.zipAttrsWith (name: mergeData (path ++ [ name ])) values
    else if builtins.all builtins.isList values then
      lib.unique (builtins.concatLists values)
    else if builtins.all (value: value == first) values then
      first
    else
      throw "den: \${builtins.concatStringsSep "." path} is set to different values";

  perSystemModule =
    { lib, ... }:
    let
      named = lib.mkOption {
        type = lib.types.lazyAttrsOf lib.types.raw;
        default = { };
      };
    in
    {
      options = {
        packages = named;
        apps = named;
        checks = named;
        devShells = named;
        legacyPackages = named;
        formatter = lib.mkOption {
          type = lib.types.nullOr lib.types.raw;
          default = null;
        };
      };
      config._module.freeformType = lib.types.lazyAttrsOf lib.types.raw;
    };
in
rec {
  inherit lib call merge;

  specialArgs = {
    inherit inputs;
  };

  nixos =
    modules:
    lib.nixosSystem {
      inherit specialArgs modules;
    };

  darwin =
    modules:
    (inputs.nix-darwin or (need "darwin" "darwinConfigurations")).lib.darwinSystem {
      inherit specialArgs modules;
    };

  home =
    system: modules:
    (need "home-manager" "homeConfigurations").lib.homeManagerConfiguration {
      pkgs = pkgsFor system;
      extraSpecialArgs = specialArgs;
      inherit modules;
    };

  forSystems = systems: f: lib.genAttrs systems f;

  # { name = value or function; } for one system, from several files.
  named = files: system: merge (map (file: namedFile (argsFor system) (import file)) files);

  namedFile = args: content: lib.mapAttrs (_: call args) (call args content);

  # What classes that merge as data lead to: a value, made of those in several files.
  data =
    files:
    mergeData [ ] (
      map (
        file:
        call {
          inherit inputs lib;
          self = inputs.self or null;
        } (import file)
      ) files
    );

  tests = files: merge (map (file: call { inherit inputs lib; } (import file)) files);

  # numtide's devshell where it is an input; else a plain shell with the same packages.
  devshell =
    files: system:
    let
      pkgs = pkgsFor system;
      parts = map (file: call (argsFor system) (import file)) files;
      commands = builtins.concatMap (part: part.commands or [ ]) parts;
      env = builtins.concatMap (part: part.env or [ ]) parts;
      # Read by whoever enters the shell, not by Nix.
      evaluated = builtins.filter (entry: entry ? eval) env;
    in
    if inputs ? devshell then
      inputs.devshell.legacyPackages.\${system}.mkShell { imports = files; }
    else
      pkgs.mkShell (
        {
          packages =
            builtins.concatMap (part: part.packages or [ ]) parts
            ++ map (command: command.package) (builtins.filter (command: command ? package) commands);
        }
        // lib.optionalAttrs (evaluated != [ ]) {
          shellHook = builtins.concatStringsSep "" (
            map (entry: "export \${entry.name}=\${entry.eval}\\n") evaluated
          );
        }
        // builtins.listToAttrs (builtins.filter (entry: entry ? value) env)
      );

  formatter =
    files: system:
    (inputs.treefmt-nix.lib.evalModule (pkgsFor system) { imports = files; }).config.build.wrapper;

  # flake-parts' perSystem modules, evaluated without flake-parts.
  perSystem =
    files: system:
    (lib.evalModules {
      specialArgs = argsFor system;
      modules = [ perSystemModule ] ++ files;
    }).config;

  perSystemOutputs =
    systems: files:
    let
      bySystem = lib.genAttrs systems (perSystem files);
      take = name: lib.mapAttrs (_: config: config.\${name}) bySystem;
      formatters = lib.filterAttrs (_: formatter: formatter != null) (take "formatter");
    in
    lib.genAttrs [
      "packages"
      "apps"
      "checks"
      "devShells"
      "legacyPackages"
    ] take
    // lib.optionalAttrs (formatters != { }) { formatter = formatters; };

  # One node a host, with the fleet's tags: colmena apply --on @tag.
  colmena =
    nodes:
    inputs.colmena.lib.makeHive (
      {
        meta = {
          nixpkgs = pkgsFor (builtins.head (map (node: node.system) (builtins.attrValues nodes)));
          nodeNixpkgs = lib.mapAttrs (_: node: pkgsFor node.system) nodes;
          inherit specialArgs;
        };
      }
      // lib.mapAttrs (name: node: {
        deployment = {
          inherit (node) tags;
          targetHost = lib.mkDefault name;
        };
        imports = node.modules;
      }) nodes
    );

  hydraJobs =
    configurations: lib.mapAttrs (_: host: host.config.system.build.toplevel) configurations;
}
`;
