import type { Picture } from "den-diagram";
import { instanceMembers } from "../explain/explain-service.ts";
import { entityId, INSTANCE_KIND } from "../model/names.ts";
import { isRecord } from "../model/reader.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { type InstanceModel, type RoleModel, roleAspect } from "../services/read-services.ts";
import { details, originRows, type Row } from "./details.ts";
import { type AnyFunction, functionsIn, mentions } from "./functions.ts";
import { aspectNode, entityNode } from "./ids.ts";
import { collect } from "./parts.ts";

/**
 * Instances of services as groups of their roles, the hosts that play each role, and which role reads
 * the members of which: by the text of its functions, since nothing is run for the picture.
 */
export function servicesPicture(pipeline: Pipeline): Picture {
  const parts = collect();
  for (const one of pipeline.model.services) {
    const { instance, service, description, origin, roles } = instanceMembers(pipeline, one);
    const group = parts.group({
      id: entityId(INSTANCE_KIND, instance),
      kind: "service",
      label: instance,
      ...details(
        ["service", service],
        ["description", description],
        ...constraintRows(one),
        ...originRows([origin]),
      ),
    });
    const models = new Map(one.roles.map((role) => [role.name, role]));
    for (const { role, aspect, selector, members, origin: selected } of roles) {
      const model = models.get(role);
      const to = parts.node({
        id: aspectNode(aspect),
        kind: "role",
        label: role,
        note: members.length === 1 ? "1 member" : `${members.length} members`,
        group,
        ...details(
          ["service", instance],
          ["description", model?.description],
          ["members", selector],
          ["how many", limitText(model)],
          ...originRows([selected]),
        ),
      });
      for (const host of members) {
        const id = entityId("host", host);
        const from = parts.node({ id: entityNode(id), kind: "host", label: host });
        parts.edge({ from, to, kind: "member" });
      }
    }
  }
  for (const one of pipeline.model.services)
    for (const role of one.roles)
      for (const read of rolesRead(one, role))
        parts.edge({
          from: aspectNode(roleAspect(one, role.name)),
          to: aspectNode(roleAspect(one, read)),
          kind: "reads",
        });
  return parts.done(`Services of ${pipeline.model.name}`);
}

/** The roles whose members a role looks at: those that its functions name, or all where they name none. */
function rolesRead(one: InstanceModel, role: RoleModel): string[] {
  const functions: AnyFunction[] = [
    ...functionsIn(role.aspect.value),
    ...functionsIn(role.settings?.value),
  ].filter((run) => mentions(run, "peers"));
  if (functions.length === 0) return [];
  const names = one.roles.map(({ name }) => name);
  const named = names.filter((name) => functions.some((run) => mentions(run, name)));
  return named.length > 0 ? named : names;
}

function constraintRows({ constraints }: InstanceModel): Row[] {
  const { exclusiveRoles, requires, oneInstancePerHost, fleet } = constraints;
  const sets = Array.isArray(exclusiveRoles) ? exclusiveRoles : [];
  return [
    ["exclusive roles", exclusiveRoles === true ? "all" : undefined],
    ...sets.map((set): Row => ["exclusive roles", set]),
    ["requires", requires],
    ["instances on one host", oneInstancePerHost === true ? "at most 1" : undefined],
    ...Object.entries(isRecord(fleet) ? fleet : {}).map(
      ([role, limit]): Row => [`${role} in the fleet`, isRecord(limit) ? limitText(limit) : ""],
    ),
  ];
}

function limitText(limit: { readonly min?: unknown; readonly max?: unknown } | undefined): string {
  const { min, max } = limit ?? {};
  if (typeof min === "number" && typeof max === "number") return `${min} to ${max}`;
  if (typeof min === "number") return `at least ${min}`;
  return typeof max === "number" ? `at most ${max}` : "";
}
