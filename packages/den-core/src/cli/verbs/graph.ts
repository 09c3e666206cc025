import { resolve } from "node:path";
import type { Picture } from "den-diagram";
import { locateFindings } from "../../config/locate.ts";
import { refuse } from "../../diagnostics/den-error.ts";
import { type Finding, sortFindings } from "../../diagnostics/finding.ts";
import { isPicture, PICTURES, type PictureName, pictureOf } from "../../diagram/pictures.ts";
import { OF_PLANS, planDifference } from "../../diagram/plan-difference.ts";
import { suggestion } from "../../model/reader.ts";
import { writeFile } from "../../output/write-file.ts";
import { refusalOf } from "../fail.ts";
import { FORMATS, type Format, formatOf } from "../graph/format.ts";
import { type Narrowing, narrow, narrowingOf } from "../graph/narrow.ts";
import { mermaidWarning, rendered } from "../graph/render.ts";
import { type Io, paintFor } from "../io.ts";
import type { Verb } from "../main.ts";
import { type OpenFleet, openFleet } from "../open-fleet.ts";
import { planOf } from "../plan-of.ts";
import { reportFindings } from "../report.ts";

type Options = Readonly<Record<string, unknown>>;
type Named = readonly [name: PictureName, picture: Picture];

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** `den graph [WHAT] [NAME]`: pictures of a fleet, as one page or in any other format. */
export const verb: Verb = {
  define: (command) =>
    command
      .argument("[what]", `${Object.keys(PICTURES).join(", ")} (default: all that have something)`)
      .argument("[name]", "the aspect whose settings or outputs are wanted")
      .option("--format <format>", FORMATS.join(", "))
      .option("--out <file>", "write a file instead of printing; its name tells the format")
      .option("--at <host>", "as it is at one host")
      .option("--focus <id>", "only what is around this (may be repeated)", collect)
      .option("--depth <steps>", "how far around (default: 1)")
      .option("--from <id>", "only what lies on the way from here …")
      .option("--to <id>", "… to here")
      .option("--collapse", "groups as single nodes")
      .option("--against <before>", "what changed since a plan.json, a git revision or a folder")
      .option("--changed", "of that, only what changed and what it touches"),
  async run(io, args, options) {
    const asked = askedOf(args, options);
    refuseTerminal(asked.format, io, options);
    const fleet = await openFleet(io, options);
    const findings: Finding[] = [...fleet.findings, ...fleet.pipeline.model.findings].filter(
      ({ severity }) => severity === "error",
    );
    const drawn = await draw(asked, fleet, io, options, findings);
    if (findings.length > 0) {
      const paint = await paintFor(io, options.color !== false);
      const located = await locateFindings(sortFindings(findings), fleet.locator);
      reportFindings(io, paint, located, fleet.locator);
    }
    print(drawn, asked, fleet, io, options);
    return findings.length > 0 ? 1 : 0;
  },
};

/** A page is for a browser: nobody reads it in a terminal. */
function refuseTerminal(format: Format, io: Io, { out }: Options): void {
  if (format !== "html" || out !== undefined || !io.isTerminal) return;
  refuse("DEN_USAGE", "a page is not for a terminal", {
    remedy: "name a file: --out fleet.html; or print something else: --format mermaid",
  });
}

/** What a command line asks for, checked before any fleet is loaded. */
interface Asked {
  /** Undefined for all that have something in them. */
  readonly what: PictureName | undefined;
  readonly at: string | undefined;
  readonly aspect: string | undefined;
  readonly against: string | undefined;
  readonly format: Format;
  readonly narrowing: Narrowing;
}

function askedOf([what, name, more]: readonly string[], options: Options): Asked {
  if (what !== undefined && !isPicture(what)) {
    return refuse("DEN_USAGE", `den graph draws no ${JSON.stringify(what)}`, {
      remedy: suggestion(what, Object.keys(PICTURES)),
    });
  }
  const text = (option: string): string | undefined =>
    typeof options[option] === "string" ? (options[option] as string) : undefined;
  const [at, against] = [text("at"), text("against")];
  if (more !== undefined)
    refuse("DEN_USAGE", `den graph takes one name, and ${JSON.stringify(more)} is another`);
  checkTakes(what, at, name, against);
  if (typeof options.out === "string" && /[/\\]$/.test(options.out)) {
    refuse("DEN_USAGE", `--out ${options.out} is a folder`, { remedy: "name a file in it" });
  }
  const narrowing = narrowingOf(options);
  if (what === undefined && (narrowing.focus.length > 0 || narrowing.ends !== undefined)) {
    refuse("DEN_USAGE", "a part can be shown of one picture only", {
      remedy: `say which, as \`den graph aspects\`: ${Object.keys(PICTURES).join(", ")}`,
    });
  }
  const plain = what !== undefined && options.out === undefined;
  const format = formatOf(options, plain ? "mermaid" : "html");
  if (what === undefined && format !== "html" && format !== "json") {
    refuse("DEN_USAGE", `${format} holds one picture`, {
      remedy: `say which, as \`den graph fleet\`, or use html: ${Object.keys(PICTURES).join(", ")}`,
    });
  }
  return { what, at, aspect: name, against, format, narrowing };
}

function checkTakes(
  what: PictureName | undefined,
  at: string | undefined,
  name: string | undefined,
  against: string | undefined,
): void {
  if (against !== undefined && what !== undefined && !OF_PLANS.includes(what)) {
    refuse("DEN_USAGE", `${what} cannot be compared: plans do not hold all of it`, {
      remedy: `compare ${OF_PLANS.join(" or ")}`,
    });
  }
  if (what === undefined) return;
  const takes = PICTURES[what];
  if (at !== undefined && takes.at === "no") {
    refuse("DEN_USAGE", `${what} is of the whole fleet`, {
      remedy: "--focus shows what is around something in it",
    });
  }
  if (name !== undefined && takes.aspect === "no") {
    refuse("DEN_USAGE", `den graph ${what} takes no name`, {
      remedy: `\`den graph ${what} --focus ${name}\` shows what is around something in it`,
    });
  }
  if (
    (takes.aspect === "must" && name === undefined) ||
    (takes.at === "must" && at === undefined)
  ) {
    refuse("DEN_USAGE", `den graph ${what} needs an aspect and a host`, {
      remedy: `den graph ${what} ASPECT --at HOST`,
    });
  }
}

async function draw(
  { what, at, aspect, against, narrowing }: Asked,
  { pipeline }: OpenFleet,
  io: Io,
  options: Options,
  findings: Finding[],
): Promise<Named[]> {
  const names = what === undefined ? (Object.keys(PICTURES) as PictureName[]) : [what];
  const fits = names.filter((name) => what !== undefined || isDrawn(name, at, against));
  if (against !== undefined) {
    const [before, after] = [
      await planOf(against, io, options),
      await planOf(undefined, io, options),
    ];
    return fits.map((name) => [
      name,
      narrow(
        planDifference(before, after, name, PICTURES[name].at === "no" ? undefined : at),
        narrowing,
      ),
    ]);
  }
  const drawn: Named[] = [];
  for (const name of fits) {
    try {
      drawn.push([name, narrow(pictureOf(pipeline, name, { at, aspect }), narrowing)]);
    } catch (error) {
      // One that cannot be drawn does not keep the others from being shown.
      const refusal = await refusalOf(error);
      const fatal = refusal.code === "DEN_INTERNAL" || refusal.code === "DEN_UNKNOWN_HOST";
      if (what !== undefined || fatal) throw error;
      findings.push(...refusal.findings);
    }
  }
  return what === undefined ? drawn.filter(([, picture]) => !isEmpty(picture)) : drawn;
}

/** Whether a picture is among those that are drawn when none is named. */
function isDrawn(name: PictureName, at: string | undefined, against: string | undefined): boolean {
  if (against !== undefined) return OF_PLANS.includes(name);
  if (PICTURES[name].aspect === "must") return false;
  // Every aspect into every output says little, and is by far the largest.
  if (name === "outputs" && at === undefined) return false;
  return at === undefined || PICTURES[name].at !== "no";
}

function isEmpty({ nodes, groups }: Picture): boolean {
  return nodes.length + groups.length === 0;
}

function print(
  drawn: readonly Named[],
  { what, format, narrowing }: Asked,
  { pipeline }: OpenFleet,
  io: Io,
  { out, json }: Options,
): void {
  const text = rendered(drawn, format, pipeline.model.name, what === undefined);
  for (const [name, picture] of drawn) {
    if (isEmpty(picture))
      io.err(narrowing.changed ? `${name}: nothing changed\n` : `${name}: nothing to draw\n`);
    const warning = mermaidWarning(picture, format);
    if (warning !== undefined) io.err(`${warning}\n`);
  }
  if (typeof out === "string") {
    writeFile(resolve(io.cwd, out), text);
    if (json !== true) io.out(`wrote ${out}: ${drawn.map(([name]) => name).join(", ")}\n`);
    return;
  }
  io.out(text);
}
