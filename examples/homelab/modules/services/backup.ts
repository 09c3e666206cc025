import { defineFragment, defineService, sel } from "den-core";

/** Servers hold a repository for each client; clients know their servers. */
const borgbackup = defineService({
  meta: { description: "Encrypted backup with borg", categories: ["Backup"] },
  roles: {
    server: {
      members: sel.tag("backup-server"),
      min: 1,
      settings: { directory: { type: "string", default: "/var/lib/borgbackup" } },
      aspect: ({ settings, peers }) => ({
        nixos: {
          services: {
            borgbackup: {
              repos: Object.fromEntries(
                (peers.client?.names ?? []).map((name) => [
                  name,
                  { path: `${settings.directory}/${name}` },
                ]),
              ),
            },
          },
        },
        terranix: { resource: { hcloud_volume: { backup: { size: 100 } } } },
        devshell: { commands: [{ name: "borg-status", command: "ssh storage1 borg list" }] },
      }),
    },
    client: {
      members: sel.all(
        sel.tag("linux"),
        sel.not(sel.any(sel.tag("no-backup"), sel.tag("backup-server"))),
      ),
      settings: { startAt: { type: "string", default: "*-*-* 01:00:00" } },
      aspect: ({ settings, peers }) => ({
        nixos: {
          services: {
            borgbackup: {
              jobs: Object.fromEntries(
                (peers.server?.names ?? []).map((name) => [
                  name,
                  {
                    repo: `borg@${name}:.`,
                    startAt: settings.startAt,
                    paths: ["/home", "/var/lib"],
                  },
                ]),
              ),
            },
          },
        },
      }),
    },
  },
});

export default defineFragment({ services: { borgbackup } });
