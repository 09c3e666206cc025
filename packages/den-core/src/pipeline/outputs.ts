import { type Attribute, attribute, type Context } from "gen-scope";
import type { Finding } from "../diagnostics/finding.ts";
import type { ClassModel, Model } from "../model/model.ts";
import { type Base, entityOf, type NodeId, wholeModel } from "./base.ts";
import type { Contribution, ContributionAttributes } from "./contributions.ts";
import type { Topology } from "./topology.ts";

/** A contribution at its place in the configuration it becomes part of. */
export interface PlacedModule {
  readonly contribution: Contribution;
  /** Attribute names around the content, outermost first: `users`, `users`, `alice`. */
  readonly at: readonly string[];
}

/** A user's home-manager configuration inside a host. */
export interface UserHome {
  readonly user: NodeId;
  readonly userName: string;
  readonly modules: readonly PlacedModule[];
}

/** The configuration of a host, or of a home: its modules in order. */
export interface Configuration {
  readonly id: NodeId;
  readonly name: string;
  readonly class: string;
  readonly system: string;
  readonly hostName: string | undefined;
  readonly userName: string | undefined;
  readonly modules: readonly PlacedModule[];
  readonly homes: readonly UserHome[];
  readonly findings: readonly Finding[];
}

/** Everything that landed for one class that is not a machine's or a home's, by landing scope. */
export interface Gathered {
  readonly class: string;
  readonly at: NodeId;
  readonly contributions: readonly Contribution[];
}

/** What comes out of a fleet. */
export interface OutputAttributes {
  readonly host: Attribute<NodeId, Configuration>;
  readonly home: Attribute<NodeId, Configuration>;
}

/** Classes whose content becomes content of `target`, with the path it goes to. */
function feeding(
  model: Model,
  target: string,
): { readonly known: ClassModel; readonly at: readonly string[] }[] {
  const found: { known: ClassModel; at: readonly string[] }[] = [];
  const visit = (name: string, at: readonly string[], seen: readonly string[]): void => {
    const known = model.classes.get(name);
    if (known === undefined || seen.includes(name)) return;
    found.push({ known, at });
    for (const other of model.classes.values()) {
      if (other.into === name) visit(other.name, [...at, ...(other.at ?? [])], [...seen, name]);
    }
  };
  visit(target, [], []);
  return found;
}

/** Declares the outputs of hosts and homes. */
export function declareOutputs(
  base: Base,
  topology: Topology,
  contributions: ContributionAttributes,
): OutputAttributes {
  const placed = (id: NodeId, target: string, ctx: Context, findings: Finding[]): PlacedModule[] =>
    feeding(wholeModel(base, ctx), target).flatMap(({ known, at }) => {
      const landed = ctx.get(contributions.landed, id, known.name);
      findings.push(...landed.findings);
      return landed.contributions.map((contribution) => ({ contribution, at }));
    });

  const host: OutputAttributes["host"] = attribute("output", (id, ctx) => {
    const entity = entityOf(base, id, ctx);
    const findings: Finding[] = [];
    const target = entity.class ?? "";
    const modules = placed(id, target, ctx, findings);
    if (target === "nixos" || target === "darwin") modules.push(...placed(id, "os", ctx, findings));
    const homes: UserHome[] = [];
    for (const child of ctx.get(topology.children, id)) {
      const user = entityOf(base, child, ctx);
      if (user.kind !== "user" || user.userName === undefined) continue;
      for (const { contribution, at } of placed(child, "user", ctx, findings)) {
        modules.push({ contribution, at: ["users", "users", user.userName, ...at] });
      }
      const inHome = placed(child, "homeManager", ctx, findings);
      if (inHome.length > 0) homes.push({ user: child, userName: user.userName, modules: inHome });
    }
    return {
      id,
      name: entity.name,
      class: target,
      system: entity.system ?? "",
      hostName: entity.hostName,
      userName: undefined,
      modules,
      homes,
      findings,
    };
  });

  const home: OutputAttributes["home"] = attribute("home", (id, ctx) => {
    const entity = entityOf(base, id, ctx);
    const findings: Finding[] = [];
    return {
      id,
      name: entity.name,
      class: "homeManager",
      system: entity.system ?? "",
      hostName: entity.hostName,
      userName: entity.userName,
      modules: placed(id, "homeManager", ctx, findings),
      homes: [],
      findings,
    };
  });

  return { host, home };
}
