import { afterAll, describe, expect, it } from "vitest";
import { project, removeProjects } from "../support/project.ts";

afterAll(removeProjects);

const fleet = project({
  "den.config.ts": `import { defineFleet, sel } from "den-core";
const service = {
  meta: { description: "Backups" },
  roles: {
    server: {
      members: sel.tag("backup-server"),
      settings: { directory: { type: "string", default: "/var" } },
      aspect: ({ settings, peers }) => ({ nixos: { repos: peers.client.names, at: settings.directory } }),
    },
    client: { members: sel.not(sel.tag("no-backup")), aspect: { nixos: {} } },
  },
};
export default defineFleet({
  hosts: { "x86_64-linux": { storage1: { tags: ["backup-server", "no-backup"] }, web1: {}, web2: {} } },
  services: {
    borgbackup: service,
    other: { ...service, instances: { main: { roles: { server: {
      settings: { directory: "/srv" },
      hosts: { storage1: { settings: { directory: "/own" } } },
    } } }, spare: {} } },
  },
} as never);
`,
});

describe("den services", () => {
  it("lists instances with roles, selectors and members", async () => {
    const { status, out } = await fleet.den("services");
    expect(status).toBe(0);
    const rows = out
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/ {2,}/));
    expect(rows).toEqual([
      ["INSTANCE", "ROLE", "SELECTOR", "MEMBERS"],
      ["borgbackup", "client", ":not(.no-backup)", "web1 web2"],
      ["borgbackup", "server", ".backup-server", "storage1"],
      ...["main", "spare"].flatMap((name) => [
        [`other@${name}`, "client", ":not(.no-backup)", "web1 web2"],
        [`other@${name}`, "server", ".backup-server", "storage1"],
      ]),
    ]);
    const json = JSON.parse((await fleet.den("services", "--json")).out);
    expect(json[0]).toMatchObject({
      instance: "borgbackup",
      roles: [
        { role: "client", aspect: "borgbackup/client", members: ["web1", "web2"] },
        { role: "server" },
      ],
    });
  });
});

describe("den services explain", () => {
  it("shows the aspects, policies and selectors that a service compiles to", async () => {
    const { status, out } = await fleet.den("services", "explain", "borgbackup");
    expect(status).toBe(0);
    expect(out.replace(/ {2}den\.config\.ts\S*( at .*)?$/gm, "")).toBe(`borgbackup  Backups
  selectors
    client: :not(.no-backup)
      web1, web2
    server: .backup-server
      storage1
  aspects
    borgbackup
    borgbackup/client
      classes: nixos
      peers.client: borgbackup/client at :not(.no-backup)
      peers.server: borgbackup/server at .backup-server
    borgbackup/server
      content: computed from settings and peers
      settings: directory
      peers.client: borgbackup/client at :not(.no-backup)
      peers.server: borgbackup/server at .backup-server
  policies
    borgbackup/client members
      at host when :not(.no-backup)
      include borgbackup/client
    borgbackup/server members
      at host when .backup-server
      include borgbackup/server
`);
  });
  it("explains every instance of a service, with the policies of its settings", async () => {
    const all = JSON.parse((await fleet.den("services", "explain", "other", "--json")).out);
    expect(all.map((one: { instance: string }) => one.instance)).toEqual([
      "other@main",
      "other@spare",
    ]);
    expect(
      all[0].policies.map((one: { name: string; effects: string[] }) => [one.name, ...one.effects]),
    ).toContainEqual([
      "other@main/server settings of storage1",
      'configure other@main/server {"directory":"/own"}',
    ]);
  });
  it.each([
    [["explain", "borgbakup"], 1, /did you mean "borgbackup"/],
    [["explain"], 2, /needs the name/],
    [["remove", "x"], 2, /cannot "remove"/],
  ] as const)("%j is refused", async (args, status, text) => {
    const ran = await fleet.den("services", ...args);
    expect(ran.status).toBe(status);
    expect(ran.err).toMatch(text);
  });
});
