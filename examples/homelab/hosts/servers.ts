import { defineFragment } from "den-core";

export default defineFragment({
  hosts: {
    "x86_64-linux": {
      gate: {
        tags: ["lan"],
        meta: { ip: "10.0.0.2", wireguard: { ip: "10.100.0.1", port: 51820 } },
        includes: ["reverse-proxy", "wireguard"],
        users: { ops: {} },
      },
      storage1: {
        tags: ["lan", "backup-server"],
        meta: { ip: "10.0.0.3" },
        includes: ["impermanence"],
        users: { ops: {} },
      },
      db1: {
        tags: ["lan"],
        meta: { ip: "10.0.0.4" },
        includes: ["postgres", "impermanence"],
        aspects: { postgres: { settings: { databases: ["gitea", "nextcloud"] } } },
        users: { ops: {} },
      },
      apps: {
        tags: ["lan", "web"],
        meta: { ip: "10.0.0.5", wireguard: { ip: "10.100.0.2" } },
        includes: ["gitea", "wireguard"],
        users: { ops: {} },
      },
    },
    "aarch64-linux": {
      vps: {
        tags: ["cloud", "web"],
        meta: { ip: "192.0.2.10", wireguard: { ip: "10.100.0.3" } },
        includes: ["wireguard", "static-site"],
        users: { ops: {} },
      },
    },
  },
});
