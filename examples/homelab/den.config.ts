import { defineFleet, definePolicy, policy, sel } from "den-core";

export default defineFleet({
  meta: { name: "homelab", domain: "home.example" },
  imports: ["./hosts/*.ts", "./hosts/*.yaml", "./modules/**/*.ts"],

  includes: ["base"],
  environments: {
    lan: { hosts: sel.tag("lan"), meta: { gateway: "10.0.0.1" }, includes: ["lan"] },
    cloud: { hosts: "host[tag~=cloud]", meta: { gateway: "fe80::1" } },
  },
  // Secrets are sops documents, as sops-nix takes them; what the desktops need is kept for agenix.
  vars: {
    policies: {
      "desktops-use-age": definePolicy("host", ({ host }) =>
        host.tags.has("desktop") ? [policy.varBackend("age")] : [],
      ),
    },
  },
  tags: {
    linux: (hosts) => hosts.filter((host) => host.class === "nixos"),
    servers: (hosts) => hosts.filter((host) => host.tags.has("linux") && !host.tags.has("desktop")),
  },
});
