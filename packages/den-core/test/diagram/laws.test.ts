import { toDot, toHtml, toMermaid, toSvg } from "den-diagram";
import { describe, expect, it } from "vitest";
import { generateFleet } from "../../bench/generate-fleet.ts";
import { loadFleet } from "../../src/api/fleet.ts";
import { aspectsPicture, declaredAspects, plannedDeclarations } from "../../src/diagram/aspects.ts";
import { aspectsAtPicture } from "../../src/diagram/aspects-at.ts";
import { fleetEntities, fleetPicture, plannedEntities } from "../../src/diagram/fleet.ts";
import { PICTURES, type PictureName, pictureOf } from "../../src/diagram/pictures.ts";
import { aspectsAround, plannedAround } from "../../src/diagram/scope-aspects.ts";
import type { Pipeline } from "../../src/pipeline/pipeline.ts";
import { planAspects, planFleet } from "../../src/plan/plan.ts";
import { randomFrom, scattered, shuffled } from "../conformance/shuffled.ts";
import { generated } from "../support/generated.ts";
import { open } from "../support/open.ts";
import { edgeLines, nodeLines } from "./lines.ts";

const NAMES = Object.keys(PICTURES) as PictureName[];

/** Every picture of a fleet that needs no aspect: of all of it, and of each host. */
function pictures(pipeline: Pipeline) {
  const hosts = pipeline.model.hostNames;
  return NAMES.flatMap((name) => {
    const { at, aspect } = PICTURES[name];
    if (aspect === "must") return [];
    const all = { what: name, picture: pictureOf(pipeline, name) };
    if (at === "no") return [all];
    return [
      all,
      ...hosts.map((host) => ({
        what: `${name} at ${host}`,
        picture: pictureOf(pipeline, name, { at: host }),
      })),
    ];
  });
}

const example = async (name: string): Promise<Pipeline> => {
  const file = new URL(`../../../../examples/${name}/den.config.ts`, import.meta.url);
  return (await loadFleet(file.pathname)).pipeline;
};

describe.each(["homelab", "web-service"])("the example %s", (name) => {
  it("is drawn in every format, whole and host by host", async () => {
    const all = pictures(await example(name));
    expect(all.length).toBeGreaterThan(NAMES.length);
    for (const { picture } of all) {
      for (const text of [toMermaid(picture), toDot(picture), toSvg(picture)])
        expect(text.length).toBeGreaterThan(20);
    }
    expect(toHtml(all.slice(0, 3).map(({ picture }) => picture))).toContain("<!doctype html>");
  });
  it("is drawn from its plan as from itself", async () => {
    const pipeline = await example(name);
    const plan = planFleet(pipeline, { root: pipeline.model.root, out: "/nowhere" });
    const pairs = [
      [fleetPicture(fleetEntities(pipeline)), fleetPicture(plannedEntities(plan))],
      [aspectsPicture(declaredAspects(pipeline)), aspectsPicture(plannedDeclarations(plan))],
      ...pipeline.model.hostNames.map((host) => [
        aspectsAtPicture(planAspects(pipeline.model), aspectsAround(pipeline, `host:${host}`)),
        aspectsAtPicture(plan.aspects, plannedAround(plan, `host:${host}`) ?? []),
      ]),
    ];
    for (const [own, planned] of pairs) {
      expect(planned && nodeLines(planned)).toEqual(own && nodeLines(own));
      // A plan does not say who would have included what was excluded.
      expect(planned && edgeLines(planned)).toEqual(
        own && edgeLines(own).filter((line) => !line.endsWith("(muted)")),
      );
    }
  });
});

describe("the order of declarations does not matter", () => {
  it.each([1, 2, 3, 4])("seed %i", (seed) => {
    const fleet = generateFleet({ hosts: 4, aspects: 6 });
    const text = (pipeline: Pipeline): string =>
      // Where it is declared may differ: it is another file.
      JSON.stringify(pictures(pipeline)).replaceAll(/\["declared","[^"]*"\],?/g, "");
    const moved = scattered(shuffled(fleet, randomFrom(seed)), randomFrom(seed + 10));
    expect(text(open(moved.fleet, moved.files))).toBe(text(open(fleet)));
    const other = shuffled(fleet, randomFrom(seed + 20));
    expect(JSON.stringify(pictures(open(other)))).toBe(JSON.stringify(pictures(open(fleet))));
  });
});

describe("one host costs one host", () => {
  const AT = NAMES.filter((name) => PICTURES[name].at !== "no");
  const cost = (name: PictureName, hosts: number): number => {
    const pipeline = open(generateFleet({ hosts }));
    pictureOf(pipeline, name, {
      at: "host00003",
      ...(PICTURES[name].aspect === "must" ? { aspect: "aspect3" } : {}),
    });
    return pipeline.evaluator.stats().evaluations;
  };
  it.each(AT)("%s", (name) => {
    const small = cost(name, 10);
    expect(cost(name, 1_000)).toBe(small);
  });
  it("channels that a host reads, whatever others publish", () => {
    const read = (hosts: number): number => {
      const names = Array.from(
        { length: hosts },
        (_, index) => `h${String(index).padStart(4, "0")}`,
      );
      const pipeline = open({
        channels: { ports: {} },
        hosts: {
          "x86_64-linux": Object.fromEntries(names.map((name) => [name, { includes: ["web"] }])),
        },
        aspects: { web: { ports: [80], nixos: ({ ports }: { ports: number[] }) => ({ ports }) } },
      });
      const picture = pictureOf(pipeline, "channels", { at: "h0001" });
      expect(edgeLines(picture)).toEqual([
        "aspect:web publishes channel:ports",
        "channel:ports reads aspect:web",
      ]);
      return pipeline.evaluator.stats().evaluations;
    };
    expect(read(500)).toBe(read(5));
  });
});

describe("hostile names", () => {
  const NASTY = '"><script>alert(1)</script> --> `x` {{y}} \\ 🦜 __proto__';
  const ASPECT = "__proto__";
  const pipeline = open({
    meta: { name: "constructor", [NASTY]: NASTY, empty: {}, "": null },
    kinds: { policy: { parent: "host" }, __proto: { parent: "host" } },
    entities: { policy: { p: { parent: "hasOwnProperty" } } },
    channels: { toString: { description: NASTY } },
    hosts: {
      "x86_64-linux": {
        hasOwnProperty: {
          includes: [ASPECT, "valueOf"],
          tags: [NASTY],
          meta: JSON.parse(`{"__proto__": ${JSON.stringify(NASTY)}, "x": []}`),
          users: { valueOf: {} },
        },
      },
    },
    aspects: {
      [ASPECT]: {
        meta: {
          description: NASTY,
          categories: [NASTY],
          provides: [NASTY],
          requires: ["__proto__"],
        },
        settings: { [NASTY]: { type: "string", default: NASTY } },
        toString: [NASTY],
        nixos: { x: 1 },
      },
      valueOf: { nixos: { a: 1 }, includes: ["constructor"] },
      constructor: {},
    },
    policies: { p: definePolicyNamed(), [NASTY]: definePolicyNamed() },
  });
  const drawn = [
    ...pictures(pipeline).map(({ picture }) => picture),
    pictureOf(pipeline, "settings", { at: "hasOwnProperty", aspect: ASPECT }),
  ];
  it("are text in every format", () => {
    const page = toHtml(drawn, { title: NASTY });
    for (const text of [page, ...drawn.map((picture) => toSvg(picture))]) {
      expect(text).not.toContain("<script>alert");
    }
    for (const picture of drawn) {
      expect(toMermaid(picture)).not.toContain("<script>");
      expect(toDot(picture)).not.toContain('label=""><');
      expect(JSON.parse(JSON.stringify(picture))).toEqual(picture);
    }
  });
  it("are kept as they are in the data, and an entity is never taken for a policy", () => {
    const at = pictureOf(pipeline, "aspects", { at: "hasOwnProperty" });
    expect(at.nodes.map(({ id }) => id)).toEqual(
      expect.arrayContaining([`aspect:${ASPECT}`, `policy:${NASTY}`]),
    );
    const fleet = pictureOf(pipeline, "fleet");
    expect(fleet.nodes.map(({ id }) => id)).toContain("entity:policy:p");
  });
});

function definePolicyNamed(): object {
  return { at: "host", run: [{ effect: "include", aspect: "valueOf" }] };
}

describe("a fleet with nothing in it", () => {
  it("is a fleet and its outputs, and draws", () => {
    const pipeline = open({});
    for (const { what, picture } of pictures(pipeline)) {
      const nodes = picture.nodes.map(({ id }) => id).filter((id) => !id.startsWith("output:"));
      expect([what, nodes]).toEqual([what, what === "fleet" ? [pipeline.model.fleet.id] : []]);
      for (const text of [toMermaid(picture), toDot(picture), toSvg(picture), toHtml(picture)])
        expect(text).not.toBe("");
    }
  });
});

describe("generated values", () => {
  const SECRET = "hunter2-never-shown";
  it("are told to be there, and are nowhere in a picture", () => {
    const pipeline = open(
      {
        meta: { name: "shop" },
        channels: { keys: {} },
        hosts: { "x86_64-linux": { web1: { includes: ["a"] } } },
        aspects: {
          a: {
            vars: { generators: { g: { files: { pub: { secret: false }, key: {} }, script: "" } } },
            keys: ({
              vars,
            }: {
              vars: Record<string, { files: Record<string, { value: string }> }>;
            }) => [vars.g?.files.pub?.value],
            nixos: ({ vars, keys }: never) => ({ x: vars, keys }),
          },
        },
      },
      {},
      generated({ "host:web1/g": { pub: SECRET, key: null } }),
    );
    const all = pictures(pipeline);
    expect(JSON.stringify(all)).not.toContain(SECRET);
    const vars = all.find(({ what }) => what === "vars at web1")?.picture;
    expect(vars?.nodes.map(({ id, note }) => `${id} ${note}`)).toEqual(["host:web1/g generated"]);
    const channels = all.find(({ what }) => what === "channels")?.picture;
    expect(channels && edgeLines(channels)).toContain("aspect:a publishes channel:keys");
  });
});
