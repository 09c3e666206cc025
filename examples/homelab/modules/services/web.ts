import { defineFragment } from "den-core";

export default defineFragment({
  aspects: {
    acme: {
      meta: { description: "Certificates", provides: ["certificates"], categories: ["Security"] },
      nixos: ({ fleet }) => ({
        security: {
          acme: { acceptTerms: true, defaults: { email: `admin@${fleet.meta.domain}` } },
        },
      }),
    },
    nginx: {
      meta: { description: "Nginx with ACME", requires: ["certificates"], categories: ["Web"] },
      includes: ["acme"],
      settings: {
        virtualHosts: { type: "array", items: { type: "string" }, default: [], "x-fold": "append" },
      },
      ports: [80, 443],
      nixos: ({ settings, fleet, lib, config }) => ({
        services: {
          nginx: {
            enable: true,
            recommendedTlsSettings: true,
            virtualHosts: Object.fromEntries(
              settings.virtualHosts.map((name) => [
                `${name}.${fleet.meta.domain}`,
                { enableACME: true, forceSSL: true },
              ]),
            ),
          },
        },
        users: { groups: { web: { members: lib.mkDefault([config.services.nginx.user]) } } },
      }),
    },
    "reverse-proxy": {
      includes: ["nginx"],
      nixos: ({ lib }) => ({ services: { nginx: { user: lib.mkDefault("nginx") } } }),
    },
    "static-site": {
      includes: ["nginx"],
      nixos: { services: { nginx: { user: "www" } } },
      terranix: {
        resource: { hcloud_server: { vps: { server_type: "cax11", image: "debian-12" } } },
      },
      packages: {
        "site-deploy": ({ pkgs }) =>
          pkgs.writeShellScriptBin("site-deploy", "rsync -a ./site/ vps:/var/www/"),
      },
    },
    gitea: {
      ports: [3000],
      nixos: ({ fleet }) => ({
        services: {
          gitea: { enable: true, settings: { server: { DOMAIN: `git.${fleet.meta.domain}` } } },
        },
      }),
    },
  },
  hosts: {
    "x86_64-linux": {
      gate: { aspects: { nginx: { settings: { virtualHosts: ["git", "cloud"] } } } },
    },
  },
});
