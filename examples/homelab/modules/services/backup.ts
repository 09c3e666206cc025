import { defineFragment, defineService, sel } from "den-core";

/** Servers hold a repository for each client; clients know their servers, and have a key each. */
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
      aspect: ({ settings, peers, vars }) => ({
        vars: {
          generators: {
            "borg-key": {
              files: { key: {}, "key.pub": { secret: false } },
              runtimeInputs: ["openssh"],
              script: `
                ssh-keygen -q -t ed25519 -N "" -C borg -f $out/key
              `,
            },
          },
        },
        nixos: {
          services: {
            borgbackup: {
              jobs: Object.fromEntries(
                (peers.server?.names ?? []).map((name) => [
                  name,
                  {
                    repo: `borg@${name}:.`,
                    startAt: settings.startAt,
                    environment: {
                      BORG_RSH: `ssh -i ${vars["borg-key"]?.files.key?.path}`,
                    },
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
