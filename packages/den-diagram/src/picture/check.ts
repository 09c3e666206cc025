import { type DiagramIssue, refuse } from "../error/diagram-error.ts";
import { nearest } from "./nearest.ts";
import type { PictureEdge, PictureGroup, PictureInput, PictureNode } from "./picture.ts";

const SHAPES = ["box", "round", "pill", "hexagon", "cylinder", "note", "diamond"];
const LINES = ["solid", "dashed", "dotted"];

/** @throws DiagramError with everything that is wrong with the parts of a picture. */
export function checkPicture(
  nodes: readonly PictureNode[],
  edges: readonly PictureEdge[],
  groups: readonly PictureGroup[],
  { direction, kinds = {} }: Pick<PictureInput, "direction" | "kinds">,
): void {
  const issues: DiagramIssue[] = [
    ...invalidIds("node", nodes),
    ...invalidIds("group", groups),
    ...twice("node", nodes),
    ...twice("group", groups),
  ];
  const nodeIds = new Set(nodes.map(({ id }) => id));
  const groupIds = new Set(groups.map(({ id }) => id));
  for (const { from, to } of edges) {
    for (const end of new Set([from, to])) {
      if (nodeIds.has(end)) continue;
      issues.push({
        code: "node-unknown",
        message: `An edge from ${quoted(from)} to ${quoted(to)} needs the node ${quoted(end)}, which is not there.`,
        remedy: "Add the node, or remove the edge.",
        culprits: [end],
        ...suggest(end, nodeIds),
      });
    }
  }
  for (const [what, parts] of [
    ["node", nodes],
    ["group", groups],
  ] as const) {
    for (const { id, group } of parts) {
      if (group === undefined || groupIds.has(group)) continue;
      issues.push({
        code: "group-unknown",
        message: `The ${what} ${quoted(id)} stands in the group ${quoted(group)}, which is not there.`,
        remedy: "Add the group, or leave it away.",
        culprits: [id, group],
        ...suggest(group, groupIds),
      });
    }
  }
  issues.push(...circles(groups));
  if (direction !== undefined && direction !== "right" && direction !== "down") {
    issues.push(invalid(`The direction is ${quoted(direction)}.`, "Use right or down.", direction));
  }
  for (const [kind, { shape, line, accent }] of Object.entries(kinds)) {
    const of = `The kind ${quoted(kind)} has`;
    if (shape !== undefined && !SHAPES.includes(shape))
      issues.push(invalid(`${of} the shape ${quoted(shape)}.`, oneOf(SHAPES), kind));
    if (line !== undefined && !LINES.includes(line))
      issues.push(invalid(`${of} the line ${quoted(line)}.`, oneOf(LINES), kind));
    if (accent !== undefined && !(Number.isInteger(accent) && accent >= 0 && accent < 8))
      issues.push(
        invalid(`${of} the accent ${String(accent)}.`, "Use a number from 0 to 7.", kind),
      );
  }
  refuse(issues);
}

function invalidIds(what: string, parts: readonly { readonly id: string }[]): DiagramIssue[] {
  return parts
    .filter(({ id }) => typeof id !== "string")
    .map(({ id }) => invalid(`A ${what} has the id ${quoted(id)}.`, "Use a string.", id));
}

function twice(what: "node" | "group", parts: readonly { readonly id: string }[]): DiagramIssue[] {
  const seen = new Set<string>();
  const told = new Set<string>();
  return parts.flatMap(({ id }) => {
    if (!seen.has(id) || told.has(id)) {
      seen.add(id);
      return [];
    }
    told.add(id);
    return [
      {
        code: `${what}-duplicate` as const,
        message: `There are several ${what}s with the id ${quoted(id)}.`,
        remedy: "Give each an id of its own; what they are called is their label.",
        culprits: [id],
      },
    ];
  });
}

/** Groups that stand in themselves, each circle once. */
function circles(groups: readonly PictureGroup[]): DiagramIssue[] {
  const parents = new Map(groups.map(({ id, group }) => [id, group]));
  const done = new Set<string>();
  const issues: DiagramIssue[] = [];
  for (const { id } of groups) {
    const path: string[] = [];
    const onPath = new Set<string>();
    let at: string | undefined = id;
    while (at !== undefined && !done.has(at) && !onPath.has(at)) {
      path.push(at);
      onPath.add(at);
      at = parents.get(at);
    }
    if (at !== undefined && onPath.has(at)) {
      const circle = path.slice(path.indexOf(at));
      issues.push({
        code: "group-cycle",
        message: `Groups stand in each other: ${[...circle, at].map(quoted).join(" in ")}.`,
        remedy: "Take one of them out of the other.",
        culprits: circle,
      });
    }
    for (const one of path) done.add(one);
  }
  return issues;
}

function invalid(message: string, remedy: string, culprit: unknown): DiagramIssue {
  return { code: "part-invalid", message, remedy, culprits: [culprit] };
}

function suggest(name: string, known: ReadonlySet<string>): { readonly suggestion?: string } {
  const suggestion = typeof name === "string" ? nearest(name, known) : undefined;
  return suggestion === undefined ? {} : { suggestion };
}

function oneOf(names: readonly string[]): string {
  return `Use one of ${names.join(", ")}.`;
}

function quoted(id: unknown): string {
  return typeof id === "string" ? JSON.stringify(id) : String(id);
}
