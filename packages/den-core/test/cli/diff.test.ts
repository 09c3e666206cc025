import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { afterAll, describe, expect, it, vi } from "vitest";
import { type Project, project, removeProjects } from "../support/project.ts";

afterAll(removeProjects);

const fleet = (change: (fleet: Record<string, Record<string, unknown>>) => void = () => {}) => {
  const made: Record<string, Record<string, unknown>> = {
    hosts: {
      "x86_64-linux": {
        web1: { includes: ["nginx", "base"], users: { alice: {} } },
        web2: { includes: ["base"] },
        db1: { includes: ["base"] },
      },
    },
    aspects: {
      base: { nixos: { boot: true }, homeManager: { a: 1 } },
      nginx: {
        settings: { port: { type: "integer", default: 80 } },
        nixos: { services: { nginx: true } },
      },
      extra: { nixos: { x: 1 }, terranix: { resource: { v: 1 } } },
    },
  };
  change(made);
  return JSON.stringify(made, null, 2);
};

const git = (p: Project, ...args: string[]): string =>
  execFileSync(
    "git",
    ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", ...args],
    { cwd: p.root, encoding: "utf8" },
  );

/** A repository with the fleet in a folder of it, and a changed one in the work tree. */
function repository(after: string): Project {
  const p = project({ "sub/den.config.json": fleet(), "other.txt": "x" });
  git(p, "init", "-q", "-b", "main");
  git(p, "add", ".");
  git(p, "commit", "-q", "-m", "one");
  p.write("sub/den.config.json", after);
  return p;
}

const hosts = (made: Record<string, Record<string, unknown>>) =>
  made.hosts?.["x86_64-linux"] as Record<string, Record<string, unknown>>;

describe("two plans", () => {
  const p = project({
    "a/den.config.json": fleet(),
    "b/den.config.json": fleet((made) => {
      const { web1, web2 } = hosts(made);
      Object.assign(web1 as object, { aspects: { nginx: { settings: { port: 8080 } } } });
      Object.assign(web2 as object, { includes: ["base", "extra"] });
      hosts(made).new1 = { includes: ["base"] };
    }),
    "c/den.config.json": fleet((made) => {
      made.aspects = {
        ...made.aspects,
        nginx: { settings: { port: { type: "integer", default: 80 } }, nixos: { other: 1 } },
      };
      delete hosts(made).db1;
    }),
    // The same fleet from other files and in another order.
    "d/den.config.json": JSON.stringify({
      imports: ["./x.json"],
      ...JSON.parse(fleet((made) => void delete made.aspects)),
    }),
    "d/x.json": JSON.stringify({ aspects: JSON.parse(fleet()).aspects }),
  });
  it("by folder, and by the files that den plan --json prints", async () => {
    for (const name of ["a", "b"]) {
      const { out } = await p.den("plan", "--json", "--config", `${name}/den.config.json`);
      p.write(`${name}.json`, out);
    }
    const files = await p.den("diff", "a.json", "b.json");
    expect(files).toEqual(await p.den("diff", "a", "b"));
    expect(files).toEqual({
      status: 0,
      err: "",
      out: `+ nixosConfigurations.new1
    + base nixos
~ nixosConfigurations.web2
    + extra nixos
+ terranix.fleet
    + extra terranix
+ host new1
~ host web1
    ~ nginx.port: 80 → 8080
~ host web2
    + aspect extra
~ user alice@web1
    ~ nginx.port: 80 → 8080
untouched: db1
`,
    });
  });
  it("content that changes, and a host that goes", async () => {
    const { out } = await p.den("diff", "a", "c", "--json");
    expect(JSON.parse(out)).toMatchObject({
      outputs: [
        { output: "nixosConfigurations.db1", change: "removed", removed: [{ aspect: "base" }] },
        {
          output: "nixosConfigurations.web1",
          change: "changed",
          changed: [{ aspect: "nginx", class: "nixos", at: [] }],
          added: [],
          removed: [],
        },
      ],
      entities: [{ entity: "host:db1", change: "removed" }],
      affected: ["web1"],
      untouched: ["web2"],
    });
  });
  it("where things are declared is no change", async () => {
    expect((await p.den("diff", "a", "d")).out).toBe(
      "nothing changed\nuntouched: db1, web1, web2\n",
    );
    expect(await p.den("affected", "a", "d")).toEqual({ status: 0, out: "", err: "" });
  });
  it("den affected: the hosts whose outputs change, and only those that are there to be built", async () => {
    expect((await p.den("affected", "a", "b")).out).toBe("new1\nweb2\n");
    expect((await p.den("affected", "b", "a")).out).toBe("web2\n");
    expect(JSON.parse((await p.den("affected", "a", "c", "--json")).out)).toEqual(["web1"]);
  });
});

describe("two revisions", () => {
  it("a revision against the fleet here, and against another revision", async () => {
    const p = repository(
      fleet((made) => void Object.assign(hosts(made), { db1: { includes: ["extra"] } })),
    );
    const config = ["--config", "sub/den.config.json"];
    expect((await p.den("affected", "HEAD", ...config)).out).toBe("db1\n");
    git(p, "commit", "-q", "-a", "-m", "two");
    expect((await p.den("affected", "HEAD", ...config)).out).toBe("");
    const status = git(p, "status", "--porcelain");
    expect((await p.den("affected", "main~1", "main", ...config)).out).toBe("db1\n");
    expect((await p.den("diff", "main~1", "main", ...config)).out).toMatch(/untouched: web1, web2/);
    expect(git(p, "status", "--porcelain")).toBe(status);
    expect(git(p, "worktree", "list").trim().split("\n")).toHaveLength(1);
  });
  it("a revision whose fleet is wrong is an error, and nothing stays behind", async () => {
    const p = repository(
      fleet((made) => void Object.assign(hosts(made), { db1: { includes: ["extar"] } })),
    );
    git(p, "commit", "-q", "-a", "-m", "broken");
    const temporary = project({ "kept.txt": "" }).root;
    vi.stubEnv("TMPDIR", temporary);
    const { status, err } = await p.den(
      "diff",
      "HEAD~1",
      "HEAD",
      "--config",
      "sub/den.config.json",
    );
    expect(status).toBe(1);
    expect(err).toMatch(/DEN_UNKNOWN_ASPECT[\s\S]*den\.config\.json:\d+/);
    expect(readdirSync(temporary)).toEqual(["kept.txt"]);
    vi.unstubAllEnvs();
  });
  it.each(["nope", "--help-me", "HEAD:sub"])("%j is refused", async (revision) => {
    const p = repository(fleet());
    const { status, err } = await p.den("diff", "--config", "sub/den.config.json", "--", revision);
    expect(status).toBe(2);
    expect(err).toContain("DEN_USAGE");
  });
  it("a file that is no plan is refused", async () => {
    const p = project({ "x.json": "{}", "y.json": "{" });
    for (const file of ["x.json", "y.json"])
      expect(await p.den("diff", file, file)).toMatchObject({ status: 2 });
  });
});
