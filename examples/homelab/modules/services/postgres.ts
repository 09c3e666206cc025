import { defineFragment } from "den-core";

export default defineFragment({
  aspects: {
    postgres: {
      meta: { description: "PostgreSQL with nightly dumps", categories: ["Database"] },
      settings: {
        databases: { type: "array", items: { type: "string" }, default: [] },
        startAt: { type: "string", default: "*-*-* 03:00:00" },
      },
      ports: [5432],
      persist: ["/var/lib/postgresql"],
      nixos: ({ settings, pkgs }) => ({
        services: {
          postgresql: {
            enable: true,
            package: pkgs.postgresql_16,
            ensureDatabases: settings.databases,
            ensureUsers: settings.databases.map((name) => ({ name, ensureDBOwnership: true })),
          },
          postgresqlBackup: {
            enable: true,
            databases: settings.databases,
            startAt: settings.startAt,
          },
        },
      }),
      tests: { "postgres-port": { expr: 5432, expected: 5432 } },
    },
  },
});
