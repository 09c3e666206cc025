import { rmSync } from "node:fs";
import { join } from "node:path";
import { needs } from "den-testing";
import { evaluate, nix } from "gen-nix";
import { afterAll, expect, it } from "vitest";
import { main } from "../src/cli/main.ts";
import { ask, copyOf, variants } from "./support/nix-inputs.ts";
import { project, removeProjects } from "./support/project.ts";

const made: string[] = [];

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A copy of an example, built; the output folder. */
async function build(example: string): Promise<string> {
  const root = copyOf(example);
  made.push(root);
  let printed = "";
  const status = await main(["build"], {
    cwd: root,
    env: {},
    isTerminal: false,
    out: (text) => {
      printed += text;
    },
    err: (text) => {
      printed += text;
    },
  });
  expect(printed).toMatch(/wrote \d+ files/);
  expect(status).toBe(0);
  return join(root, "den-out");
}

needs(["nix"], "the emitted tree, evaluated by nix", () => {
  it.each(variants)("web-service through %s", async (_name, real) => {
    const out = await build("web-service");
    const config = (of: string): string =>
      `removeAttrs den.${of}.config [ "_module" "home-manager" ]`;
    const found = await ask(
      out,
      `{
        web1 = ${config("nixosConfigurations.web1")};
        web2 = den.nixosConfigurations.web2.config.networking;
        mac = ${config("darwinConfigurations.mac")};
        home = ${config('homeConfigurations."alice@laptop"')};
        alice = map (file: removeAttrs (let m = import file; in if builtins.isFunction m then m { pkgs = stand.pkgs; } else m) [ "_file" "key" ]) den.nixosConfigurations.web1.config.home-manager.users.alice.imports;
        inherit (den) packages devShells tests checks;
        terranix = map (file: removeAttrs (import file) [ "_file" "key" ]) den.terranixModules.prod;
        hydra = builtins.attrNames den.hydraJobs.nixos;
        formatter = den ? formatter;
        hive = builtins.mapAttrs (_: node: node.deployment.tags) (removeAttrs den.colmenaHive [ "meta" ]);
      }`,
      real,
    );
    expect(found).toEqual({
      web1: {
        networking: { firewall: { allowedTCPPorts: [8443] }, hostName: "web1" },
        nixpkgs: { hostPlatform: "x86_64-linux" },
        security: { acme: { acceptTerms: true, defaults: { email: "admin@example.com" } } },
        services: { nginx: { enable: true, package: "pkgs.nginxMainline" } },
        users: {
          users: {
            alice: { description: "alice on web1", extraGroups: ["wheel"], isNormalUser: true },
          },
        },
      },
      web2: { firewall: { allowedTCPPorts: [443] }, hostName: "web2" },
      mac: {
        networking: { hostName: "mac" },
        nixpkgs: { hostPlatform: "aarch64-darwin" },
        services: { nginx: { enable: true } },
        users: {
          users: {
            alice: { description: "alice on mac", extraGroups: ["wheel"], isNormalUser: true },
          },
        },
      },
      home: {
        home: { homeDirectory: "/home/alice", packages: ["pkgs.ripgrep"], username: "alice" },
        programs: { firefox: { enable: true } },
      },
      alice: [
        { programs: { firefox: { enable: true } } },
        { home: { packages: ["pkgs.ripgrep"] } },
      ],
      packages: {
        "aarch64-darwin": { "web-deploy": "script deploy" },
        "x86_64-linux": { "web-deploy": "script deploy" },
      },
      devShells: {
        "aarch64-darwin": { default: { packages: ["pkgs.curl"] } },
        "x86_64-linux": { default: { packages: ["pkgs.curl"] } },
      },
      tests: { "test-web-smoke": { expr: 1, expected: 1 } },
      checks: { "aarch64-darwin": { curl: "pkgs.curl" }, "x86_64-linux": { curl: "pkgs.curl" } },
      terranix: [
        { resource: { hcloud_server: { web: { server_type: "cx21", image: "debian-12" } } } },
      ],
      hydra: ["web1", "web2"],
      formatter: false,
      hive: { web1: ["production"], web2: ["production"] },
    });
  });

  it.each(variants)("every machine of homelab through %s", async (_name, real) => {
    const out = await build("homelab");
    const found = (await ask(
      out,
      `{
        nixos = lib.mapAttrs (_: host: removeAttrs host.config [ "_module" "home-manager" ]) den.nixosConfigurations;
        darwin = lib.mapAttrs (_: host: removeAttrs host.config [ "_module" "home-manager" ]) den.darwinConfigurations;
        homes = lib.mapAttrs (_: home: removeAttrs home.config [ "_module" ]) den.homeConfigurations;
        inherit (den) packages devShells tests;
      }`,
      real,
    )) as Record<string, Record<string, Record<string, never>>>;
    const nixos = found.nixos as Record<string, never>;
    expect(Object.keys(nixos)).toEqual([
      "apps",
      "db1",
      "desk",
      "gate",
      "laptop",
      "storage1",
      "vps",
    ]);
    expect(nixos).toMatchObject({
      db1: {
        environment: {
          persistence: {
            "/persist": {
              directories: ["/var/lib/postgresql", "/var/log", "/etc/ssh"],
              hideMounts: true,
            },
          },
          systemPackages: ["pkgs.git", "pkgs.htop"],
        },
        networking: {
          domain: "home.example",
          firewall: { allowedTCPPorts: [22, 5432] },
          defaultGateway: "10.0.0.1",
          interfaces: { lan: { ipv4: { addresses: [{ address: "10.0.0.4", prefixLength: 24 }] } } },
        },
        services: {
          borgbackup: {
            jobs: { storage1: { repo: "borg@storage1:.", startAt: "*-*-* 01:00:00" } },
          },
          postgresql: { ensureDatabases: ["gitea", "nextcloud"], package: "pkgs.postgresql_16" },
          postgresqlBackup: { enable: true },
        },
      },
      storage1: {
        services: { borgbackup: { repos: { db1: { path: "/var/lib/borgbackup/db1" }, vps: {} } } },
      },
      gate: {
        networking: {
          wireguard: { interfaces: { wg0: { ips: ["10.100.0.1/24"] } } },
          hosts: { "10.0.0.4": ["db1"] },
        },
        services: {
          nginx: { user: "nginx", virtualHosts: { "git.home.example": { forceSSL: true } } },
        },
        users: { groups: { web: { members: ["nginx"] } } },
      },
      desk: {
        boot: { loader: { "systemd-boot": { enable: true } } },
        users: { users: { alice: { shell: "pkgs.fish" }, bob: { isNormalUser: true } } },
      },
      vps: { networking: { firewall: { allowedTCPPorts: [22, 80, 443] } } },
    });
    expect(found.darwin).toMatchObject({
      mac: { system: { stateVersion: 6, defaults: { dock: { autohide: true } } } },
    });
    expect(found.homes).toMatchObject({
      "alice@work": { programs: { helix: { enable: true, defaultEditor: true } } },
    });
    expect(found.tests).toEqual({ "test-postgres-port": { expr: 5432, expected: 5432 } });
  });

  it("the flake-parts module has the same outputs", async () => {
    const out = await build("web-service");
    const found = await ask(
      out,
      `let
        module = import ${out}/flake-module.nix { inherit inputs lib; };
        perSystem = module.perSystem { system = "x86_64-linux"; };
      in {
        hosts = builtins.attrNames module.flake.nixosConfigurations;
        port = module.flake.nixosConfigurations.web2.config.networking.firewall.allowedTCPPorts;
        inherit (perSystem) packages devShells;
        imports = builtins.length perSystem.imports;
      }`,
    );
    expect(found).toEqual({
      hosts: ["web1", "web2"],
      port: [443],
      packages: { "web-deploy": "script deploy" },
      devShells: { default: { packages: ["pkgs.curl"] } },
      imports: 1,
    });
  });
});

needs(["nix"], "classes that merge as data, evaluated by nix", () => {
  const fleet = (b: string): string => `export default {
    kinds: { cluster: {} },
    classes: { x: { kind: "cluster", merge: "data", intoAttr: ["clusters"] } },
    entities: { cluster: { k: { includes: ["a", "b"] }, l: { includes: ["a"] } } },
    aspects: {
      a: { x: { at: { region: "eu" }, zones: ["1"] } },
      b: { x: ({ lib }) => ({ at: { size: lib.trivial.id(3) }, zones: ["1", "2"], ${b} }) },
    },
  };`;
  const built = async (b: string): Promise<string> => {
    const p = project({ "den.config.ts": fleet(b) });
    expect((await p.den("build")).status).toBe(0);
    return join(p.root, "den-out");
  };
  afterAll(removeProjects);

  it.each(variants)("are one value at each entity, through %s", async (_name, real) => {
    expect(await ask(await built(""), "den.clusters", real)).toEqual({
      k: { at: { region: "eu", size: 3 }, zones: ["1", "2"] },
      l: { at: { region: "eu" }, zones: ["1"] },
    });
  });

  it("say where what Nix computes clashes", async () => {
    const out = await built('at: { region: lib.trivial.id("us") }');
    const failure = await ask(out, "den.clusters").catch((error: Error) => error);
    expect(String(failure)).toMatch(/den: at\.region is set to different values/);
  });
});

needs(["nix", "nixpkgs-lib"], "nixpkgs' own module system", () => {
  const lib = process.env.DEN_NIXPKGS_LIB ?? "";
  it("names the aspect and its file when an option does not exist", async () => {
    const out = await build("web-service");
    const question = `let lib = import ${lib}; in (lib.evalModules {
      specialArgs = { inputs = { }; };
      modules = [ ${out}/hosts/web2/nixos.nix { _module.args.pkgs = { nginxMainline = 1; }; } ({ lib, ... }: { options.networking = lib.mkOption { type = lib.types.anything; }; options.nixpkgs = lib.mkOption { type = lib.types.anything; }; }) ];
    }).config.networking`;
    const failure = await evaluate(nix.raw(question), { store: "temporary" }).catch(
      (error: Error) => error,
    );
    expect(String(failure)).toMatch(
      /modules\/(nginx|web-service)\.ts \(aspect (nginx|acme|web-service), nixos\)/,
    );
  });
});
