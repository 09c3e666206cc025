import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { picture, toDot, toHtml, toMermaid, toSvg } from "den-diagram";
import { needs } from "den-testing";
import * as fc from "fast-check";
import { SaxesParser } from "saxes";
import { afterAll, describe, expect, it } from "vitest";
import { HOSTILE, inputs } from "./support.ts";

/** Everything hostile at once: as ids, labels, notes, kinds, details, groups and the title. */
const hostile = picture({
  title: HOSTILE.join(" "),
  nodes: HOSTILE.map((id, index) => ({
    id,
    label: HOSTILE[(index + 1) % HOSTILE.length] as string,
    note: HOSTILE[(index + 2) % HOSTILE.length] as string,
    kind: HOSTILE[(index + 3) % HOSTILE.length] as string,
    details: [[id, HOSTILE[(index + 4) % HOSTILE.length] as string]],
    group: id,
  })),
  edges: HOSTILE.map((from, index) => ({
    from,
    to: HOSTILE[(index * 7 + 1) % HOSTILE.length] as string,
    label: from,
    kind: from,
  })),
  groups: HOSTILE.map((id, index) =>
    index === 0 ? { id } : { id, group: HOSTILE[Math.floor(index / 2)] as string },
  ),
});

/** The elements of a document by name, how many each; throws where it is not well-formed. */
function elements(xml: string): Map<string, number> {
  const counts = new Map<string, number>();
  const parser = new SaxesParser({ xmlns: true });
  parser.on("opentag", ({ name }) => counts.set(name, (counts.get(name) ?? 0) + 1));
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(xml).close();
  return counts;
}

describe("svg", () => {
  it("is well-formed, with a group for each part and no element that a picture brought", () => {
    const found = elements(toSvg(hostile));
    const { nodes, edges, groups } = hostile;
    expect(found.get("g")).toBe(1 + nodes.length + edges.length + groups.length);
    expect([...found.keys()].filter((name) => /script|img|foreignObject/.test(name))).toEqual([]);
  });

  it("is well-formed for anything", () => {
    fc.assert(
      fc.property(inputs(), (input) => {
        expect(elements(toSvg(picture(input))).get("svg")).toBe(1);
      }),
    );
  });

  it("is light, dark, or what the reader prefers", () => {
    const made = picture({ nodes: [{ id: "a" }] });
    expect(toSvg(made)).toContain("prefers-color-scheme");
    expect(toSvg(made, { theme: "dark" })).not.toContain("prefers-color-scheme");
    expect(toSvg(made, { theme: "dark" })).not.toBe(toSvg(made, { theme: "light" }));
  });

  it("of nothing is a drawing too", () => {
    expect(elements(toSvg(picture({ nodes: [] }))).get("svg")).toBe(1);
  });
});

describe("mermaid", () => {
  it("says what is in the picture, and nothing that a name could mean", () => {
    const made = picture({
      title: "a fleet",
      nodes: [
        { id: "web1", kind: "host", note: "x86_64-linux", group: "prod" },
        { id: 'a "b"', muted: true },
      ],
      edges: [{ from: "web1", to: 'a "b"', label: "reads", kind: "peer" }],
      groups: [{ id: "prod" }],
      kinds: { host: { shape: "round" }, peer: { line: "dashed" } },
    });
    expect(toMermaid(made)).toBe(`---
title: "a fleet"
---
flowchart LR
  n0["a #34;b#34;"]
  subgraph g0["prod"]
    n1("web1<br/>x86#95;64-linux")
  end
  n1 -.->|"reads"| n0
  classDef k0 stroke:#0969da
  class n1 k0
  classDef muted opacity:0.5,stroke-dasharray:4 3
  class n0 muted
`);
  });

  it("keeps every line in the shape of its own", () => {
    const line =
      /^(---|title: ".*"|flowchart (LR|TB)| *subgraph g\d+\["[^"]*"\]| *end| *n\d+(\[|\(|\(\[|\{\{|\[\(|>|\{)"[^"]*"(\]|\)|\]\)|\}\}|\)\]|\}) *| *n\d+ -\.?->(\|"[^"]*"\|)? n\d+| *(classDef|class|linkStyle) .*)$/;
    fc.assert(
      fc.property(inputs(), (input) => {
        for (const one of toMermaid(picture(input)).trimEnd().split("\n"))
          expect(one).toMatch(line);
      }),
    );
  });
});

needs(["dot"], "dot, as graphviz reads it", () => {
  const read = (text: string): { id: string; label: string }[] => {
    const json = execFileSync("dot", ["-Tjson0"], { input: text, encoding: "utf8" });
    const { objects = [] } = JSON.parse(json) as { objects?: { name: string; label: string }[] };
    return objects.map(({ name, label }) => ({ id: name, label }));
  };

  it("has the nodes, the groups and the edges of the picture", () => {
    const made = picture({
      title: 'with "quotes" & \\n',
      nodes: [
        { id: "web 1", label: 'the "web"', group: "g" },
        { id: "back\\nslash", label: "a\nb" },
        { id: "&amp;" },
      ],
      edges: [{ from: "web 1", to: "&amp;", label: "x" }],
      groups: [{ id: "g", label: "group" }],
    });
    const found = read(toDot(made));
    expect(found.map(({ id }) => id).filter((id) => !id.startsWith("cluster_"))).toHaveLength(3);
    expect(found.find(({ id }) => id === "web 1")?.label).toBe('the "web"');
    expect(found.some(({ id }) => id.startsWith("cluster_"))).toBe(true);
  });

  it("is read whatever names there are", () => {
    const nodes = read(toDot(hostile)).filter(({ id }) => !id.startsWith("cluster_"));
    // Halves of pairs are one character to Graphviz: names that differ in nothing else are one node.
    expect(nodes.length).toBeGreaterThanOrEqual(HOSTILE.length - 2);
  });
});

needs(["chromium"], "html, in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "den-diagram-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const dom = (html: string, hash = ""): string => {
    const file = join(folder, "page.html");
    writeFileSync(file, html);
    return execFileSync(
      "chromium",
      [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        `--user-data-dir=${join(folder, "profile")}`,
        "--virtual-time-budget=2000",
        "--dump-dom",
        `file://${file}${hash}`,
      ],
      { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
    );
  };

  it("runs, shows one tab, and whatever a picture says is text", { timeout: 60_000 }, () => {
    const page = dom(toHtml([hostile, picture({ title: "second", nodes: [{ id: "b" }] })]));
    expect(page).toContain('data-ready="yes"');
    expect(page.match(/<svg /g)).toHaveLength(2);
    expect(page.match(/<svg [^>]*hidden/g)).toHaveLength(1);
    expect(page).not.toMatch(/<img|alert\(1\)<\/script>/);
    expect(page.match(/<script/g)).toHaveLength(2);
  });

  it("opens at a node that the address names, with its details", { timeout: 60_000 }, () => {
    const made = picture({
      title: "t",
      nodes: [
        { id: "host:web1", label: "web1", details: [["system", "<b>x86</b>"]] },
        { id: "aspect:nginx", label: "nginx" },
      ],
      edges: [{ from: "host:web1", to: "aspect:nginx" }],
    });
    const page = dom(toHtml(made), `#${encodeURIComponent("0/host:web1")}`);
    const side = /<aside[\s\S]*<\/aside>/.exec(page)?.[0] ?? "";
    expect(side).toContain("<h2>web1</h2>");
    expect(side).toContain("&lt;b&gt;x86&lt;/b&gt;");
    expect(side).toContain("<button>nginx</button>");
    expect(side).not.toContain("hidden");
  });

  it("searches, walks through what it found, fades kinds, turns tabs and moves", {
    timeout: 60_000,
  }, () => {
    const made = picture({
      title: "t",
      nodes: [
        { id: "host:web1", label: "web1", kind: "host", details: [["tags", "edge"]] },
        { id: "host:web2", label: "web2", kind: "host" },
        { id: "aspect:nginx", label: "nginx", kind: "aspect" },
      ],
      edges: [{ from: "host:web1", to: "aspect:nginx" }],
    });
    const script = `<script>{
      const log = [];
      const faded = () => [...document.querySelectorAll("main svg:not([hidden]) .node")].map((node) => node.classList.contains("faded") ? "-" : "+").join("");
      const key = (name, target = document.body) => target.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
      const box = () => document.querySelector("main svg:not([hidden])").getAttribute("viewBox");
      const type = (text) => { const input = document.getElementById("search"); input.value = text; input.dispatchEvent(new Event("input")); return input; };
      const side = () => { const aside = document.querySelector("aside"); return aside.hidden ? "" : aside.querySelector("h2").textContent; };
      const count = () => document.getElementById("count").textContent;
      const first = box(), input = type("EDGE host");
      log.push(["found by details", faded(), count()]);
      key("Enter", input);
      log.push(["first", side(), count()]);
      type("web"); key("n"); key("n"); log.push(["second", side(), count()]);
      key("n"); log.push(["round", side()]);
      key("Escape"); log.push(["nothing", side(), faded(), count()]);
      document.querySelector("#kinds button").click(); log.push(["aspects off", faded()]);
      document.querySelector("#kinds button").click(); log.push(["on again", faded()]);
      const before = box(); key("+"); const zoomed = box(); key("ArrowLeft"); log.push(["moves", before !== zoomed, zoomed !== box()]);
      key("0"); log.push(["fits again", box() === first]);
      document.querySelector(".node").dispatchEvent(new MouseEvent("click", { bubbles: true })); log.push(["clicked", side(), faded()]);
      document.querySelector("aside li button").click(); log.push(["followed", side()]);
      document.querySelectorAll("nav button")[1].click(); log.push(["turned", faded(), side()]);
      const out = document.createElement("pre"); out.id = "result"; out.textContent = JSON.stringify(log); document.body.append(out);
    }</script></body>`;
    const html = toHtml([made, picture({ title: "second", nodes: [{ id: "b" }] })]);
    const page = dom(html.replace("</body>", () => script));
    const result = /<pre id="result">([^<]*)</.exec(page)?.[1] ?? "[]";
    expect(JSON.parse(result)).toEqual([
      ["found by details", "-+-", "1 of 3"],
      ["first", "web1", "1 of 1"],
      ["second", "web2", "2 of 2"],
      ["round", "web1"],
      ["nothing", "", "+++", ""],
      ["aspects off", "-++"],
      ["on again", "+++"],
      ["moves", true, true],
      ["fits again", true],
      ["clicked", "nginx", "++-"],
      ["followed", "web1"],
      ["turned", "+", ""],
    ]);
  });
});

describe("html", () => {
  it("names nothing outside itself", () => {
    const page = toHtml(picture({ nodes: [{ id: "a" }] }));
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/(src|href)=|https?:|url\(|@import/);
  });

  it("of no pictures is a page too", () => {
    expect(toHtml([])).toContain("<main>");
  });
});
