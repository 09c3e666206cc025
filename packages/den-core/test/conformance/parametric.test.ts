import { type Case, runCases } from "./run-cases.ts";

interface Args {
  readonly [name: string]: { readonly name: string } | null;
}
const KINDS = ["fleet", "environment", "host", "user", "home"] as const;
type Kind = (typeof KINDS)[number];

/** A fleet whose aspect `a` is included at one kind of scope and reads one argument. */
function fleetOf(at: Kind, body: unknown): object {
  const here = (kind: Kind): object => (kind === at ? { includes: ["a"] } : {});
  return {
    ...here("fleet"),
    environments: { e: { hosts: ["h"], ...here("environment") } },
    hosts: { "x86_64-linux": { h: { ...here("host"), users: { u: here("user") } } } },
    ...(at === "home" ? { homes: { "x86_64-linux": { z: here("home") } } } : {}),
    aspects: { a: body },
  };
}

/** What nixos content that reads an argument says on the host `h`, by where its aspect is included. */
const VALUES: Readonly<Record<string, string | undefined>> = {
  fleet: "fleet",
  environment: "e",
  host: "h",
  user: "u",
};
const AT = ["fleet", "environment", "host", "user"] as const;
const READ = ["fleet", "environment", "host", "user"] as const;

const onHost = AT.flatMap((at) =>
  READ.flatMap((read): Case[] => {
    const content = (args: Args): object => ({ v: args[read]?.name ?? "none" });
    const expect = { modules: { h: [`a: { v = "${VALUES[read]}"; }`] } };
    return [
      {
        id: `content that reads the ${read}, included at the ${at}: once, on the host`,
        fleet: fleetOf(at, { nixos: content }),
        expect,
      },
      {
        id: `an aspect that reads the ${read}, included at the ${at}: the same`,
        fleet: fleetOf(at, (args: Args) => ({ nixos: content(args) })),
        expect,
      },
    ];
  }),
);

const CASES: readonly Case[] = [
  ...onHost,
  {
    id: "a home reads itself",
    fleet: fleetOf("home", { homeManager: ({ home }: Args) => ({ v: home?.name ?? "none" }) }),
    expect: { homes: { z: ['a: { v = "z"; }'] } },
  },
  {
    id: "a home reads the fleet",
    fleet: fleetOf("home", { homeManager: ({ fleet }: Args) => ({ v: fleet?.name ?? "none" }) }),
    expect: { homes: { z: ['a: { v = "fleet"; }'] } },
  },
  ...(["host", "user"] as const).map(
    (read): Case => ({
      id: `a home has no ${read}: an error`,
      fleet: fleetOf("home", { homeManager: (args: Args) => ({ v: args[read]?.name ?? "none" }) }),
      expect: { findings: ["DEN_ARGUMENT_MISSING"], says: [read] },
    }),
  ),
  ...(["host", "user"] as const).map(
    (at): Case => ({
      id: `a ${at} has no home: an error`,
      fleet: fleetOf(at, { nixos: ({ home }: Args) => ({ v: home?.name ?? "none" }) }),
      expect: { findings: ["DEN_ARGUMENT_MISSING"], says: ["home"] },
    }),
  ),
];

runCases("parametric binding", CASES);
