import { catalog, catalogMarkdown, usedBy } from "../../catalog/catalog.ts";
import { validateDependencies } from "../../catalog/dependencies.ts";
import { refuse } from "../../diagnostics/den-error.ts";
import { suggestion } from "../../model/reader.ts";
import type { Verb } from "../main.ts";
import { openFleet } from "../open-fleet.ts";
import { table } from "../table.ts";

/** `den catalog`: every aspect with what it is for, needs and offers. */
export const verb: Verb = {
  define: (command) =>
    command
      .option("--category <name>", "only the aspects of a category")
      .option("--markdown", "a page in Markdown"),
  async run(io, _args, options) {
    const { pipeline } = await openFleet(io, options);
    const all = Object.values(catalog(pipeline));
    const { category } = options;
    const known = new Set(all.flatMap((entry) => entry.categories));
    if (typeof category === "string" && !known.has(category)) {
      refuse("DEN_USAGE", `no aspect is in the category ${JSON.stringify(category)}`, {
        remedy: suggestion(category, known),
      });
    }
    const entries =
      typeof category === "string"
        ? all.filter((entry) => entry.categories.includes(category))
        : all;
    if (options.json === true) {
      const missing = validateDependencies(pipeline);
      const used = usedBy(pipeline);
      io.out(
        `${JSON.stringify({ aspects: Object.fromEntries(entries.map((entry) => [entry.name, { ...entry, usedBy: used.get(entry.name) ?? [] }])), missing }, null, 2)}\n`,
      );
    } else if (options.markdown === true) io.out(catalogMarkdown(pipeline, entries));
    else {
      const rows = entries.map((entry) => [
        entry.name,
        entry.categories.join(" ") || "-",
        entry.classes.join(" ") || "-",
        entry.description || "-",
      ]);
      io.out(table(["aspect", "categories", "classes", "description"], rows));
    }
    return 0;
  },
};
