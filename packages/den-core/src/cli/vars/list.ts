import { listVars, type PlanEntry, planOf, type VarRow } from "gen-vars";
import { table } from "../table.ts";
import type { Verb } from "../verb.ts";
import { collect, listOf, printJson, varsVerb } from "./command.ts";
import { lengthText } from "./length-text.ts";
import { selectInstances } from "./select.ts";

/** `den vars list [SCOPE…]`: every file with where it is and how it is. */
export const verb: Verb = varsVerb({
  reads: true,
  define: (command) =>
    command
      .argument("[scope...]", "only what is at or below these hosts, users, environments")
      .option("-g, --generator <name>", "only this generator (may be repeated)", collect),
  async run(context, args) {
    const { io, vars, options, paint } = context;
    const chosen = selectInstances(vars, args, listOf(options, "generator"));
    const ids = chosen === undefined ? undefined : new Set(chosen.map(({ id }) => id));
    const plan = await planOf(vars);
    const rows = (await listVars(vars, plan)).filter(
      ({ scope, generator }) => ids === undefined || ids.has(`${scope}/${generator}`),
    );
    if (context.json) {
      printJson(context, { files: rows });
      return 0;
    }
    if (rows.length === 0) {
      io.out(`no generated values${args.length > 0 ? " there" : ""}\n`);
      return 0;
    }
    const titles = [
      "scope",
      "generator",
      "file",
      "secret",
      "store",
      "state",
      "age",
      "expiry",
      "why",
    ];
    const cells = rows.map((row) =>
      cellsOf(row, plan.entry(`${row.scope}/${row.generator}`), vars.effects.now()),
    );
    const colour = {
      ok: paint.green,
      missing: paint.yellow,
      stale: paint.yellow,
      blocked: paint.red,
    };
    const shown = io.isTerminal ? cut(titles, cells, io.columns ?? 80) : cells;
    io.out(
      table(titles, shown, (cell, column, row) => {
        if (column === 5) return colour[(rows[row] as VarRow).state](cell);
        return column === 8 ? paint.dim(cell) : cell;
      }),
    );
    return 0;
  },
});

function cellsOf(row: VarRow, entry: PlanEntry | undefined, now: number): string[] {
  return [
    row.scope,
    row.generator,
    row.file,
    row.secret ? "yes" : "-",
    row.store ?? "?",
    row.state,
    row.created === undefined ? "-" : lengthText(now - seconds(row.created)),
    expiryText(row, now),
    row.state === "blocked"
      ? blockedText(entry)
      : row.state === "missing"
        ? ""
        : row.reasons.join("; ").replaceAll(/T[\d:.]+Z/g, ""),
  ];
}

/** Rows whose last cell ends with the line of the terminal. */
function cut(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): (readonly string[])[] {
  const before = titles.slice(0, -1).reduce((sum, title, column) => {
    const width = (wide: number, row: readonly string[]): number =>
      Math.max(wide, row[column]?.length ?? 0);
    return sum + 2 + rows.reduce(width, title.length);
  }, 0);
  const room = Math.max(20, columns - before);
  return rows.map((row) =>
    row.map((cell, column) =>
      column === titles.length - 1 && cell.length > room ? `${cell.slice(0, room - 1)}…` : cell,
    ),
  );
}

function blockedText(entry: PlanEntry | undefined): string {
  const [first] = entry?.blockedBy ?? [];
  switch (first?.code) {
    case "recipients":
      return "no key could read it";
    case "dependency":
      return `needs ${first.chain.at(-1) ?? first.on}`;
    default:
      return first?.message ?? "";
  }
}

function expiryText({ expires, rotates }: VarRow, now: number): string {
  const times = [
    { at: expires, ahead: "in", past: "expired" },
    { at: rotates, ahead: "rotate in", past: "rotate since" },
  ].flatMap(({ at, ...words }) => (at === undefined ? [] : [{ at: seconds(at), ...words }]));
  const [first] = times.sort((a, b) => a.at - b.at);
  if (first === undefined) return "-";
  const left = first.at - now;
  return left > 0 ? `${first.ahead} ${lengthText(left)}` : `${first.past} ${lengthText(-left)}`;
}

function seconds(iso: string): number {
  return Date.parse(iso) / 1000;
}
