import { defineFleet, definePolicy, policy, sel } from "den-core";

export default defineFleet({
  meta: { name: "web-service", domain: "example.com" },
  imports: ["./modules/*.ts"],

  tags: { production: ["web1", "web2"] },
  environments: { prod: { hosts: sel.tag("production"), meta: { region: "us-east" } } },

  hosts: {
    "x86_64-linux": {
      web1: {
        includes: ["web-service"],
        users: { alice: {} },
        aspects: { nginx: { settings: { port: 8443 } } },
      },
      web2: { includes: ["web-service"] },
    },
    "aarch64-darwin": { mac: { includes: ["web-service"], users: { alice: {} } } },
  },
  homes: { "x86_64-linux": { "alice@laptop": { includes: ["web-service"] } } },

  policies: {
    "nginx-production": definePolicy("host", ({ host }) =>
      host.tags.has("production") ? [policy.configure("nginx", { port: 443 })] : [],
    ),
  },
});
