# A stand-in for the parts of nixpkgs that den's output meets, for tests without nixpkgs.
#
# It is not the module system: options have defaults but no types, and nothing is checked. It has what
# is needed to see that every file is found, every function gets its arguments, and definitions add
# up: imports (by path, by function, each file once), arguments from specialArgs and _module.args,
# mkDefault, mkForce, mkIf and mkMerge, records that merge deeply, lists that append in order.
let
  inherit (builtins)
    all
    attrNames
    concatMap
    elem
    filter
    foldl'
    hasAttr
    head
    isAttrs
    isFunction
    isList
    isPath
    isString
    listToAttrs
    map
    removeAttrs
    ;

  unique = foldl' (acc: name: if elem name acc then acc else acc ++ [ name ]) [ ];

  isMarked = value: isAttrs value && value ? _mark;

  # One definition as a list of { priority, value }, conditions and merges resolved.
  definitions =
    value:
    if !isMarked value then
      [
        {
          priority = 100;
          inherit value;
        }
      ]
    else if value._mark == "if" then
      if value.condition then definitions value.content else [ ]
    else if value._mark == "merge" then
      concatMap definitions value.contents
    else
      map (definition: definition // { inherit (value) priority; }) (definitions value.content);

  mergeAt =
    path: values:
    let
      found = concatMap definitions values;
      strongest = foldl' (least: definition: if definition.priority < least then definition.priority else least) 9999 found;
      kept = map (definition: definition.value) (filter (definition: definition.priority == strongest) found);
      names = unique (concatMap attrNames kept);
    in
    if kept == [ ] then
      { }
    else if all (value: isAttrs value && !(value ? type && value.type == "derivation")) kept then
      listToAttrs (
        filter (entry: entry.value != { _absent = true; }) (
          map (name: {
            inherit name;
            value = field (path + "." + name) (map (value: value.${name}) (filter (hasAttr name) kept));
          }) names
        )
      )
    else if all isList kept then
      builtins.concatLists kept
    else if builtins.length kept == 1 || all (value: value == head kept) kept then
      head kept
    else
      throw "stand-in: conflicting definitions of ${path}";

  field = path: values: if concatMap definitions values == [ ] then { _absent = true; } else mergeAt path values;

  reserved = [
    "_file"
    "key"
    "imports"
    "options"
    "config"
    "_module"
    "disabledModules"
    "freeformType"
  ];

  evalModules =
    {
      modules,
      specialArgs ? { },
      ...
    }:
    let
      base = {
        inherit config lib;
        options = config;
      } // specialArgs;

      # Only what a module names is looked up: arguments of _module.args come from the modules themselves.
      argument = name: base.${name} or extra.${name} or (throw "stand-in: no argument ${name}");

      load =
        module:
        let
          content = if isPath module || isString module then import module else module;
          called = if isFunction content then content (builtins.mapAttrs (name: _: argument name) (builtins.functionArgs content)) else content;
        in
        { id = if isPath module then toString module else called.key or null; module = called; };

      collect =
        seen: queue:
        if queue == [ ] then
          [ ]
        else
          let
            next = load (head queue);
            rest = builtins.tail queue;
          in
          if next.id != null && elem next.id seen then
            collect seen rest
          else
            [ next.module ]
            ++ collect (if next.id == null then seen else seen ++ [ next.id ]) ((next.module.imports or [ ]) ++ rest);

      loaded = collect [ ] modules;
      plain = module: if module ? config then module.config else removeAttrs module reserved;
      extra = foldl' (acc: module: acc // (module._module.args or { })) { } loaded;
      defaults = module: builtins.mapAttrs (_: option: { _mark = "override"; priority = 1500; content = option.default; }) (module.options or { });
      config = mergeAt "config" (map plain loaded ++ map defaults loaded);
    in
    {
      inherit config;
    };

  lib = rec {
    inherit evalModules unique;
    inherit (builtins) zipAttrsWith;
    trivial.id = value: value;
    mkDefault = mkOverride 1000;
    mkForce = mkOverride 50;
    mkOverride = priority: content: {
      _mark = "override";
      inherit priority content;
    };
    mkIf = condition: content: {
      _mark = "if";
      inherit condition content;
    };
    mkMerge = contents: {
      _mark = "merge";
      inherit contents;
    };
    mkOption = { default ? null, ... }: { inherit default; };
    optional = condition: value: if condition then [ value ] else [ ];
    optionals = condition: values: if condition then values else [ ];
    optionalAttrs = condition: set: if condition then set else { };
    optionalString = condition: text: if condition then text else "";
    genAttrs = names: f: listToAttrs (map (name: { inherit name; value = f name; }) names);
    mapAttrs = builtins.mapAttrs;
    filterAttrs = keep: set: listToAttrs (concatMap (name: if keep name set.${name} then [ { inherit name; value = set.${name}; } ] else [ ]) (attrNames set));
    recursiveUpdate =
      a: b:
      if isAttrs a && isAttrs b then
        a // builtins.mapAttrs (name: value: if a ? ${name} then recursiveUpdate a.${name} value else value) b
      else
        b;
    concatStringsSep = builtins.concatStringsSep;
    types = {
      raw = null;
      nullOr = _: null;
      lazyAttrsOf = _: null;
    };
    nixosSystem = evalModules;
  };

  # A package set that answers every name with that name.
  packages = names: listToAttrs (map (name: { inherit name; value = "pkgs.${name}"; }) names);
in
{ packageNames ? [ ] }:
let
  pkgs = packages packageNames // {
    inherit lib;
    mkShell = shell: shell;
    writeShellScriptBin = name: _: "script ${name}";
    writeText = name: text: { inherit name text; };
  };
  withPkgs = evaluate: arguments: evaluate (arguments // { modules = arguments.modules ++ [ { _module.args.pkgs = pkgs; } ]; });
in
{
  inherit lib pkgs withPkgs;
  nixpkgs = {
    lib = lib // { nixosSystem = withPkgs evalModules; };
    legacyPackages = lib.genAttrs [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ] (_: pkgs);
  };
}
