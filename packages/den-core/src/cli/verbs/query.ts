import { refuse } from "../../diagnostics/den-error.ts";
import { fleetView } from "../../query/fleet-view.ts";
import { queryFleet } from "../../query/query-fleet.ts";
import { knownNames, unknownAttribute } from "../../query/unknown-names.ts";
import type { Io } from "../io.ts";
import type { Verb } from "../main.ts";
import { type OpenFleet, openFleet } from "../open-fleet.ts";
import { table } from "../table.ts";

const DEFAULT_COLUMNS = ["kind", "name", "parent", "tags"];

/** `den query SELECTOR`: the entities that match, as a table of columns. */
export const verb: Verb = {
  define: (command) =>
    command
      .argument("<selector>", "for example 'host[tag~=production] > user'")
      .option(
        "--columns <names>",
        "comma-separated: id, kind, name, parent, tags, system, class, environment, hostName, userName, aspects, meta.…",
      )
      .option("--names", "names only, one a line"),
  async run(io, args, options) {
    const fleet = await openFleet(io, options);
    const ids = queryFleet(fleet.pipeline, args[0] ?? "");
    const columns =
      typeof options.columns === "string"
        ? options.columns.split(",").map((name) => name.trim())
        : DEFAULT_COLUMNS;
    checkColumns(fleet, columns);
    printEntities(io, fleet, ids, columns, options);
    return ids.length === 0 ? 1 : 0;
  },
};

/** Refuses columns that no entity could fill. */
function checkColumns({ pipeline }: OpenFleet, columns: readonly string[]): void {
  const known = knownNames(pipeline);
  for (const column of columns) {
    const unknown = column === "id" ? undefined : unknownAttribute(column.split("."), known);
    if (unknown !== undefined)
      refuse("DEN_USAGE", `--columns asks for ${unknown.what}`, { remedy: unknown.remedy });
  }
}

/** Prints entities as names, as JSON, or as a table. */
export function printEntities(
  io: Io,
  { pipeline }: OpenFleet,
  ids: readonly string[],
  columns: readonly string[],
  options: Readonly<Record<string, unknown>>,
): void {
  const view = fleetView(pipeline);
  const cell = (id: string, column: string): unknown => {
    switch (column) {
      case "id":
        return id;
      case "parent":
        return view.parent(id) ?? null;
      case "tags":
        return [...(view.tags(id) as Iterable<string>)];
      default:
        return view.attr(id, column.split(".")) ?? null;
    }
  };
  if (options.json === true) {
    const rows = ids.map((id) => ({
      id,
      ...Object.fromEntries(columns.map((column) => [column, cell(id, column)])),
    }));
    io.out(`${JSON.stringify(rows, null, 2)}\n`);
  } else if (options.names === true) {
    for (const id of ids) io.out(`${id.slice(id.indexOf(":") + 1)}\n`);
  } else {
    const text = (value: unknown): string =>
      value === null
        ? "-"
        : Array.isArray(value)
          ? value.join(" ") || "-"
          : typeof value === "object"
            ? JSON.stringify(value)
            : String(value);
    io.out(
      table(
        columns,
        ids.map((id) => columns.map((column) => text(cell(id, column)))),
      ),
    );
  }
}
