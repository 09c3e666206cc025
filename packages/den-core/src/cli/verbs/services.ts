import { located } from "../../config/located.ts";
import { refuse } from "../../diagnostics/den-error.ts";
import { originText } from "../../diagnostics/origin.ts";
import {
  explainService,
  instanceMembers,
  instancesNamed,
  type ServiceExplanation,
} from "../../explain/explain-service.ts";
import { suggestion } from "../../model/reader.ts";
import { instanceName } from "../../services/read-services.ts";
import { type Io, type Paint, paintFor } from "../io.ts";
import type { Verb } from "../main.ts";
import { type OpenFleet, openFleet } from "../open-fleet.ts";
import { table } from "../table.ts";

/** `den services` lists instances with roles and members; `den services explain NAME` what one compiles to. */
export const verb: Verb = {
  define: (command) =>
    command
      .argument("[action]", "`explain`, or nothing for the list")
      .argument("[name]", "an instance, or a service with all its instances"),
  async run(io, args, options) {
    const fleet = await openFleet(io, options);
    const [action, name] = args;
    if (action === undefined) return list(io, fleet, options);
    if (action !== "explain") {
      return refuse("DEN_USAGE", `den services cannot ${JSON.stringify(action)}`, {
        remedy: "use `den services` or `den services explain NAME`",
      });
    }
    if (name === undefined)
      return refuse("DEN_USAGE", "den services explain needs the name of a service or instance");
    return explain(io, fleet, name, options);
  },
};

async function list(
  io: Io,
  { pipeline, locator }: OpenFleet,
  options: Readonly<Record<string, unknown>>,
): Promise<number> {
  const instances = pipeline.model.services.map((one) => instanceMembers(pipeline, one));
  if (options.json === true) {
    io.out(`${JSON.stringify(await located(instances, locator), null, 2)}\n`);
    return 0;
  }
  const rows = instances.flatMap(({ instance, roles }) =>
    roles.map(({ role, selector, members }) => [
      instance,
      role,
      selector,
      members.join(" ") || "-",
    ]),
  );
  io.out(
    rows.length === 0 ? "no services\n" : table(["instance", "role", "selector", "members"], rows),
  );
  return 0;
}

async function explain(
  io: Io,
  { pipeline, locator }: OpenFleet,
  name: string,
  options: Readonly<Record<string, unknown>>,
): Promise<number> {
  const found = instancesNamed(pipeline, name);
  if (found.length === 0) {
    const { services } = pipeline.model;
    const known = new Set(services.flatMap((one) => [instanceName(one), one.service]));
    return refuse("DEN_UNKNOWN_ENTITY", `there is no service ${JSON.stringify(name)}`, {
      remedy: suggestion(name, known),
    });
  }
  const told = await located(
    found.map((one) => explainService(pipeline, one)),
    locator,
  );
  if (options.json === true) io.out(`${JSON.stringify(told, null, 2)}\n`);
  else {
    const paint = await paintFor(io, options.color !== false);
    for (const one of told) for (const line of serviceLines(one, paint)) io.out(`${line}\n`);
  }
  return 0;
}

function serviceLines(one: ServiceExplanation, paint: Paint): string[] {
  const about = one.description === undefined ? "" : `  ${one.description}`;
  return [
    `${paint.bold(one.instance)}${about}  ${paint.dim(originText(one.origin))}`,
    "  selectors",
    ...one.roles.flatMap(({ role, selector, members, origin }) => [
      `    ${role}: ${selector}  ${paint.dim(originText(origin))}`,
      `      ${members.join(", ") || "no members"}`,
    ]),
    "  aspects",
    ...one.aspects.flatMap((aspect) => [
      `    ${paint.bold(aspect.name)}  ${paint.dim(aspect.origins.map(originText).slice(0, 1).join(""))}`,
      ...(aspect.computed ? ["      content: computed from settings and peers"] : []),
      ...(aspect.classes.length === 0 ? [] : [`      classes: ${aspect.classes.join(", ")}`]),
      ...(aspect.settings.length === 0 ? [] : [`      settings: ${aspect.settings.join(", ")}`]),
      ...aspect.peers.map((peer) => `      peers.${peer.role}: ${peer.aspect} at ${peer.selector}`),
    ]),
    "  policies",
    ...one.policies.flatMap((policy) => [
      `    ${paint.bold(policy.name)}  ${paint.dim(originText(policy.origin))}`,
      `      at ${policy.at}${policy.when === undefined ? "" : ` when ${policy.when}`}`,
      ...(policy.effects ?? ["computed by a function"]).map((effect) => `      ${effect}`),
    ]),
  ];
}
