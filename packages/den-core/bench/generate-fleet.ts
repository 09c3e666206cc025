import { defineFleet, definePolicy, defineService, policy, sel } from "../src/index.ts";

/** How large a generated fleet is. */
export interface Size {
  readonly hosts: number;
  /** Aspects on each host. */
  readonly aspects?: number;
  /** A host one of whose settings is another than it would be. */
  readonly changed?: string;
  /** Characters that each module which is a host's own carries along. */
  readonly pad?: number;
}

const ENVIRONMENTS = ["prod", "stage", "test"];

/**
 * A fleet as a user would write it: 30 aspects a host (with settings, platform content and some shared),
 * 5 services, 3 environments, 20 tags, 2 users a host.
 */
export function generateFleet({ hosts, aspects = 30, changed, pad = 0 }: Size): object {
  const note = "x".repeat(pad);
  const names = Array.from(
    { length: hosts },
    (_, index) => `host${String(index).padStart(5, "0")}`,
  );
  const tagOf = (index: number): string => `tag${index % 20}`;
  return defineFleet({
    meta: { name: "bench" },
    environments: Object.fromEntries(
      ENVIRONMENTS.map((name) => [
        name,
        { hosts: sel.attrs({ "meta.env": name }), meta: { name } },
      ]),
    ),
    hosts: {
      "x86_64-linux": Object.fromEntries(
        names.map((name, index) => [
          name,
          {
            tags: [tagOf(index), ...(index % 50 === 0 ? ["server"] : ["client"])],
            meta: { env: ENVIRONMENTS[index % 3], index },
            includes: [`profile${index % 4}`],
            users: { alice: {}, bob: {} },
            aspects: {
              aspect0: { settings: { port: name === changed ? 9999 : 8000 + (index % 100) } },
            },
          },
        ]),
      ),
    },
    aspects: Object.fromEntries([
      ...Array.from({ length: 4 }, (_, profile) => [
        `profile${profile}`,
        { includes: Array.from({ length: aspects - 1 }, (_, index) => `aspect${index}`) },
      ]),
      ...Array.from({ length: aspects - 1 }, (_, index) => [
        `aspect${index}`,
        {
          settings: {
            port: { type: "integer", default: 1000 + index },
            enable: { type: "boolean", default: true },
          },
          nixos:
            index % 5 === 0
              ? ({ settings, host }: { settings: { port: number }; host: { name: string } }) => ({
                  services: {
                    [`service${index}`]: {
                      port: settings.port,
                      host: host.name,
                      ...(pad === 0 ? {} : { note }),
                    },
                  },
                })
              : ({ settings, pkgs }: { settings: { port: number }; pkgs: { hello: unknown } }) => ({
                  services: { [`service${index}`]: { port: settings.port, package: pkgs.hello } },
                }),
          ...(index % 10 === 0
            ? { homeManager: { programs: { [`program${index}`]: { enable: true } } } }
            : {}),
        },
      ]),
      ["alice", { user: { isNormalUser: true } }],
      ["bob", { user: ({ user }: { user: { name: string } }) => ({ description: user.name }) }],
    ]),
    policies: {
      production: definePolicy("host", ({ host }) =>
        (host.meta as { env?: string }).env === "prod"
          ? [policy.configure("aspect1", { port: 443 })]
          : [],
      ),
    },
    services: Object.fromEntries(
      Array.from({ length: 5 }, (_, index) => [
        `service${index}`,
        defineService({
          roles: {
            server: { members: sel.tag("server"), aspect: { nixos: { server: index } } },
            client: {
              members: sel.tag(`tag${index}`),
              aspect: ({ host }) => ({ nixos: { client: host.name } }),
            },
          },
        }),
      ]),
    ),
  } as never);
}
