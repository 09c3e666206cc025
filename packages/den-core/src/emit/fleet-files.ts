import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { print } from "gen-nix";
import type { InstantiateSpec } from "../author/effects.ts";
import { allEntities } from "../check/check-landing.ts";
import { DenError } from "../diagnostics/den-error.ts";
import { type Finding, problem } from "../diagnostics/finding.ts";
import { pathText } from "../diagnostics/origin.ts";
import type { ClassModel } from "../model/model.ts";
import { compareNames, entityId } from "../model/names.ts";
import { isRecord } from "../model/reader.ts";
import type { TreeFile } from "../output/write-tree.ts";
import type { Contribution } from "../pipeline/contributions.ts";
import type { Instantiated } from "../pipeline/outputs.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { type GatheredContribution, gather, gatherOwn, ownAttribute } from "./gather.ts";
import { checkedPath, type Layout } from "./layout.ts";
import { type DataPart, mergeContent } from "./merge-content.ts";
import type { ModuleWriter } from "./module-file.ts";
import { nest } from "./routed.ts";
import { treefmtToml } from "./treefmt.ts";

/** The flake attribute of a class of the fleet's own, and the files of what landed. */
interface OwnOutput {
  readonly intoAttr: readonly string[];
  readonly files: readonly string[];
  /** `modules`: the files themselves; `data`: one value made of them. */
  readonly merge: ClassModel["merge"];
}

/** What the outputs above the machines consist of: paths below the output folder. */
export interface FleetOutputs {
  readonly devshell: readonly string[];
  readonly packages: readonly string[];
  readonly apps: readonly string[];
  readonly tests: readonly string[];
  readonly treefmt: readonly string[];
  readonly perSystem: readonly string[];
  readonly flake: readonly string[];
  /** Terranix modules by the name of their configuration. */
  readonly terranix: ReadonlyMap<string, readonly string[]>;
  /** Outputs that policies name, in the order of their attributes. */
  readonly instantiated: readonly {
    readonly spec: InstantiateSpec;
    readonly files: readonly string[];
  }[];
  /** Classes of the fleet's own that lead to a flake attribute. */
  readonly own: readonly OwnOutput[];
}

/** Whether content is known before Nix runs: plain data, behind no condition of Nix. */
function isKnown(one: GatheredContribution): boolean {
  return one.content.isData && one.route === undefined;
}

function part(contribution: GatheredContribution): DataPart {
  return {
    value: nest(contribution.at, contribution.content.value),
    origin: contribution.origin,
    by: `aspect ${contribution.aspect}`,
  };
}

/** Computes everything above the machines: writes content through `writer`, plain files to `files`. */
export function fleetOutputs(
  pipeline: Pipeline,
  writer: ModuleWriter,
  layout: Layout,
  files: TreeFile[],
  findings: Finding[],
): FleetOutputs {
  const all = (className: string): GatheredContribution[] =>
    gather(pipeline, className, findings).flatMap((gathered) => [...gathered.contributions]);
  const write = (className: string, form: "module" | "value"): string[] =>
    all(className).map((one) =>
      writer.write({
        aspect: one.aspect,
        class: className,
        content: one.content,
        at: one.at,
        ...(one.route === undefined ? {} : { route: one.route }),
        form,
      }),
    );

  const terranix = new Map<string, readonly string[]>();
  for (const { name, contributions: landed } of gather(pipeline, "terranix", findings)) {
    const contributions = withVariables(pipeline, landed);
    terranix.set(
      name,
      contributions.map((one) =>
        writer.write({
          aspect: one.aspect,
          class: "terranix",
          content: one.content,
          at: one.at,
          ...(one.route === undefined ? {} : { route: one.route }),
          form: "module",
        }),
      ),
    );
    if (!contributions.every(isKnown)) continue;
    const merged = mergeContent(contributions.map(part), `terraform/${name}`, findings);
    files.push({
      path: `terraform/${name}/config.tf.json`,
      content: `${JSON.stringify(merged, null, 2)}\n`,
    });
  }

  const treefmt = all("treefmt");
  const [firstFormatter] = treefmt;
  if (firstFormatter !== undefined && treefmt.every(isKnown)) {
    const merged = mergeContent(treefmt.map(part), "treefmt", findings);
    files.push({
      path: "treefmt.toml",
      content: treefmtToml(merged, firstFormatter.origin, findings),
    });
  }

  plainFiles(all("files"), layout, files, findings);
  named("packages", all("packages"), findings);
  named("apps", all("apps"), findings);

  const instantiated = allEntities(pipeline)
    .flatMap((id) => pipeline.evaluator.get(pipeline.outputs.instantiated, id))
    .map((made) => ({
      spec: made.spec,
      origin: made.origin,
      files: instantiatedFiles(pipeline, made, writer, files, findings),
    }));
  const own = ownOutputs(pipeline, writer, findings);
  const byPolicies: Filled[] = instantiated.map(({ spec, origin }) => ({
    path: spec.intoAttr,
    by: spec.name,
    places: [origin],
  }));
  if (byPolicies.length + own.length > 0) {
    attributeConflicts(
      [
        ...ownAttributes(pipeline),
        ...own.map(({ intoAttr }) => ({
          path: intoAttr,
          by: `the class of ${pathText(intoAttr)}`,
        })),
        ...byPolicies,
      ],
      findings,
    );
  }

  return {
    instantiated,
    devshell: write("devshell", "value"),
    packages: write("packages", "value"),
    apps: write("apps", "value"),
    tests: tests(all("tests"), writer, findings),
    treefmt: write("treefmt", "module"),
    perSystem: write("perSystem", "module"),
    flake: write("flake", "value"),
    terranix,
    own,
  };
}

/** With declarations of the Terraform variables by which content refers to generated values. */
function withVariables(
  { binder, vars }: Pipeline,
  contributions: readonly GatheredContribution[],
): readonly GatheredContribution[] {
  const [first] = contributions;
  if (vars.terraformVariables.size === 0 || first === undefined) return contributions;
  const variable: Record<string, unknown> = {};
  const text = contributions.map(({ content }) => print(content.expr)).join("\n");
  const used = [...text.matchAll(/\{var\.([A-Za-z0-9_]+)\}/g)].map(([, name = ""]) => name);
  for (const name of [...new Set(used)].sort(compareNames)) {
    const found = vars.terraformVariables.get(name);
    if (found !== undefined) variable[name] = found.declaration;
  }
  if (Object.keys(variable).length === 0) return contributions;
  const { origin } = first;
  const declared = { value: { variable }, origin };
  const bound = binder.bind(
    declared,
    () => ({ id: "", kind: "", args: {} }),
    "Terraform variables",
    "terranix",
  );
  if (!("content" in bound)) return contributions;
  const { content } = bound;
  const more = { aspect: "vars", class: first.class, content, origin, at: [], from: first.from };
  return [...contributions, more];
}

/** Classes of the fleet's own that lead to a flake attribute, with what landed of each. */
function ownOutputs(
  pipeline: Pipeline,
  writer: ModuleWriter,
  findings: Finding[],
): FleetOutputs["own"] {
  const byAttribute = new Map<string, OwnOutput & { readonly files: string[] }>();
  for (const known of pipeline.model.classes.values()) {
    if (known.builtin || known.intoAttr === undefined || known.into !== undefined) continue;
    const { merge } = known;
    if (known.kinds.some((kind) => kind === "fleet" || kind === "environment")) {
      const { intoAttr } = known;
      byAttribute.set(JSON.stringify(intoAttr), { intoAttr, files: [], merge });
    }
    for (const gathered of gatherOwn(pipeline, known, findings)) {
      const intoAttr = ownAttribute(known, gathered);
      const key = JSON.stringify(intoAttr);
      const entry = byAttribute.get(key) ?? { intoAttr, files: [], merge };
      byAttribute.set(key, entry);
      // Nix merges the values; what clashes is told before, where it is known.
      if (merge === "data")
        mergeContent(
          gathered.contributions.filter(isKnown).map(part),
          pathText(intoAttr),
          findings,
        );
      for (const one of gathered.contributions) {
        entry.files.push(
          writer.write({
            aspect: one.aspect,
            class: known.name,
            content: one.content,
            at: one.at,
            ...(one.route === undefined ? {} : { route: one.route }),
            form: merge === "data" ? "value" : "module",
          }),
        );
      }
    }
  }
  return [...byAttribute.values()];
}

/** The modules of an output that a policy names; Terraform that is plain data is written as JSON too. */
function instantiatedFiles(
  pipeline: Pipeline,
  made: Instantiated,
  writer: ModuleWriter,
  files: TreeFile[],
  findings: Finding[],
): string[] {
  const { spec } = made;
  const contributions =
    spec.class === "terranix" ? withVariables(pipeline, made.contributions) : made.contributions;
  if (spec.class === "terranix" && contributions.length > 0 && contributions.every(isKnown)) {
    const merged = mergeContent(contributions.map(part), `terraform/${spec.name}`, findings);
    const path = `terraform/${checkedPath(spec.name, made.origin)}/config.tf.json`;
    files.push({ path, content: `${JSON.stringify(merged, null, 2)}\n` });
  }
  return contributions.map((one) =>
    writer.write({
      aspect: one.aspect,
      class: one.class,
      content: one.content,
      at: one.at,
      form: "module",
    }),
  );
}

/** A flake attribute with who fills it. */
interface Filled {
  readonly path: readonly string[];
  readonly by: string;
  readonly places?: Finding["places"];
}

/** Two that fill one attribute, or one an attribute inside of another's: one would be lost. */
function attributeConflicts(filled: readonly Filled[], findings: Finding[]): void {
  const known = new Map<string, Filled>();
  const inside = new Map<string, Filled>();
  for (const one of filled) {
    const prefixes = one.path.map((_, index) => JSON.stringify(one.path.slice(0, index + 1)));
    const own = prefixes.at(-1) ?? "";
    const before =
      prefixes.map((prefix) => known.get(prefix)).find((found) => found !== undefined) ??
      inside.get(own);
    if (before !== undefined) {
      findings.push(
        problem(
          "DEN_OUTPUT_CONFLICT",
          `the flake attribute ${pathText(one.path)} of ${one.by} is filled by ${before.by} too`,
          {
            places: [...(before.places ?? []), ...(one.places ?? [])],
            remedy: "let intoAttr hold the name of the scope",
          },
        ),
      );
    }
    known.set(own, one);
    for (const prefix of prefixes.slice(0, -1)) if (!inside.has(prefix)) inside.set(prefix, one);
  }
}

const CONFIGURATIONS: Readonly<Record<string, string>> = {
  nixos: "nixosConfigurations",
  darwin: "darwinConfigurations",
};

/** Attributes that den fills itself, machine by machine, with the first name of those it makes whole. */
function ownAttributes({ model, evaluator, base }: Pipeline): Filled[] {
  const hosts = model.hostNames.flatMap((name): Filled[] => {
    const className = evaluator.get(base.declared, entityId("host", name))?.class ?? "";
    const head = CONFIGURATIONS[className];
    return head === undefined ? [] : [{ path: [head, name], by: `the host ${name}` }];
  });
  const homes = model.homeNames.map((name) => ({
    path: ["homeConfigurations", name],
    by: `the home ${name}`,
  }));
  return [
    ...hosts,
    ...homes,
    { path: ["colmenaHive"], by: "den" },
    { path: ["hydraJobs", "nixos"], by: "den" },
  ];
}

/** Two aspects that name one package differently are a conflict that Nix would settle in silence. */
function named(what: string, contributions: readonly Contribution[], findings: Finding[]): void {
  const known = new Map<string, Contribution>();
  for (const one of contributions) {
    const value = one.content.value;
    for (const name of one.at[0] !== undefined
      ? [one.at[0]]
      : isRecord(value)
        ? Object.keys(value)
        : []) {
      const before = known.get(name);
      if (before !== undefined) {
        findings.push(
          problem(
            "DEN_OUTPUT_CONFLICT",
            `${what}: ${name} is declared by aspect ${before.aspect} and by aspect ${one.aspect}`,
            {
              places: [before.origin, one.origin],
              remedy: "give one of them another name",
            },
          ),
        );
      } else known.set(name, one);
    }
  }
}

/** nix-unit runs what begins with `test`, and takes anything else for a group: tests get that prefix. */
function tests(
  contributions: readonly GatheredContribution[],
  writer: ModuleWriter,
  findings: Finding[],
): string[] {
  const known = new Map<string, Contribution>();
  return contributions.map((one) => {
    const value = isKnown(one) ? nest(one.at, one.content.value) : one.content.value;
    if (!isRecord(value))
      return writer.write({
        aspect: one.aspect,
        class: "tests",
        content: one.content,
        form: "value",
      });
    const renamed: Record<string, unknown> = {};
    for (const [name, test] of Object.entries(value)) {
      const isTest = isRecord(test) && Object.hasOwn(test, "expr");
      const full = isTest && !name.startsWith("test") ? `test-${name}` : name;
      const before = known.get(full);
      if (before !== undefined) {
        findings.push(
          problem(
            "DEN_OUTPUT_CONFLICT",
            `tests: ${name} is declared by aspect ${before.aspect} and by aspect ${one.aspect}`,
            {
              places: [before.origin, one.origin],
              remedy: "give one of them another name",
            },
          ),
        );
      }
      known.set(full, one);
      renamed[full] = test;
    }
    return writer.write({
      aspect: one.aspect,
      class: "tests",
      content: one.content,
      form: "value",
      value: renamed,
    });
  });
}

function plainFiles(
  contributions: readonly GatheredContribution[],
  layout: Layout,
  files: TreeFile[],
  findings: Finding[],
): void {
  const known = new Map<string, { readonly one: Contribution; readonly content: string }>();
  for (const one of contributions) {
    const value = nest(one.at, one.content.value);
    if (!isKnown(one) || !isRecord(value)) {
      findings.push(
        problem(
          "DEN_CONTENT_NOT_DATA",
          `the files of aspect ${one.aspect} hold Nix code: den writes them before Nix runs`,
          {
            places: [one.origin],
            remedy: "use text that is known here, or a package",
          },
        ),
      );
      continue;
    }
    for (const [path, declared] of Object.entries(value)) {
      try {
        const file = plainFile(path, declared, one, layout);
        const before = known.get(path);
        if (before === undefined) {
          known.set(path, { one, content: String(file.content) });
          files.push(file);
        } else if (before.content !== String(file.content)) {
          findings.push(
            problem(
              "DEN_OUTPUT_CONFLICT",
              `the file ${path} has one text by aspect ${before.one.aspect} and another by aspect ${one.aspect}`,
              {
                places: [before.one.origin, one.origin],
                remedy: "let one aspect write it",
              },
            ),
          );
        }
      } catch (error) {
        if (!(error instanceof DenError)) throw error;
        findings.push(...error.findings);
      }
    }
  }
}

function plainFile(path: string, declared: unknown, one: Contribution, layout: Layout): TreeFile {
  const origin = { file: one.origin.file, path: [...one.origin.path, path] };
  const target = `files/${checkedPath(path, origin)}`;
  const record = isRecord(declared) ? declared : {};
  const executable = record.executable === true;
  const extra = Object.keys(record).filter(
    (key) => !["text", "source", "executable"].includes(key),
  );
  if (
    extra.length > 0 ||
    (typeof record.text === "string") === (typeof record.source === "string")
  ) {
    throw new DenError([
      problem(
        "DEN_WRONG_TYPE",
        `the file ${JSON.stringify(path)} has either a text or a source${extra.length > 0 ? `, and no ${extra.join(", ")}` : ""}`,
        {
          places: [origin],
        },
      ),
    ]);
  }
  if (typeof record.text === "string") return { path: target, content: record.text, executable };
  const source = resolve(layout.root, dirname(one.origin.file), String(record.source));
  try {
    return { path: target, content: readFileSync(source), executable };
  } catch (error) {
    throw new DenError([
      problem(
        "DEN_CONTENT_INVALID",
        `the source of the file ${JSON.stringify(path)} cannot be read: ${(error as Error).message}`,
        {
          places: [origin],
        },
      ),
    ]);
  }
}
