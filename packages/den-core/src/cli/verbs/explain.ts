import { refuse } from "../../diagnostics/den-error.ts";
import { originText } from "../../diagnostics/origin.ts";
import { suggestion } from "../../model/reader.ts";
import { hostId } from "../../pipeline/pipeline.ts";
import { type PlanOrigin, type PlanSetting, planSettings } from "../../plan/plan.ts";
import { paintFor } from "../io.ts";
import type { Verb } from "../main.ts";
import { openFleet } from "../open-fleet.ts";

/** `den explain HOST ASPECT[.SETTING]`: every setting with its value, who set it where, and what that shadows. */
export const verb: Verb = {
  define: (command) =>
    command
      .argument("<host>", "a host")
      .argument("<aspect>", "an aspect, or one setting of it: nginx.port")
      .option("--why", "also the layers that were shadowed, strongest first"),
  async run(io, args, options) {
    const fleet = await openFleet(io, options);
    const { pipeline, locator } = fleet;
    const [host = "", thing = ""] = args;
    const id = hostId(pipeline.model, host);
    const { aspect, path } = splitThing(thing, pipeline.model.aspects);
    if (aspect === undefined) {
      return refuse("DEN_UNKNOWN_ASPECT", `there is no aspect ${JSON.stringify(thing)}`, {
        remedy: suggestion(thing, pipeline.model.aspects.keys()),
      });
    }
    const present = pipeline.evaluator.get(pipeline.resolution.resolution, id).aspects.has(aspect);
    const settings = planSettings(pipeline, id, aspect);
    const wanted =
      path === ""
        ? settings
        : settings.filter((one) => one.path === path || one.path.startsWith(`${path}.`));
    if (path !== "" && wanted.length === 0) {
      return refuse(
        "DEN_UNKNOWN_SETTING",
        `${aspect} has no setting ${JSON.stringify(path)} at ${host}`,
        {
          remedy: suggestion(
            path,
            settings.map((one) => one.path),
          ),
        },
      );
    }
    if (options.json === true) {
      io.out(`${JSON.stringify({ host, aspect, present, settings: wanted }, null, 2)}\n`);
      return 0;
    }
    const paint = await paintFor(io, options.color !== false);
    if (!present)
      io.out(paint.yellow(`${aspect} is not at ${host}: these settings have no effect\n`));
    if (settings.length === 0) io.out(`${aspect} has no settings\n`);
    const where = async (origin: PlanOrigin | null): Promise<string> =>
      origin === null ? "" : originText(await locator.locate(origin));
    for (const setting of wanted) {
      io.out(
        `${paint.bold(setting.path)} = ${JSON.stringify(setting.value)}  ${setting.layer}  ${paint.dim(await where(setting.origin))}\n`,
      );
      const shadowed = options.why === true ? setting.shadowed : setting.shadowed.slice(0, 1);
      for (const one of shadowed) {
        io.out(
          `  over ${JSON.stringify(one.value)}  ${one.layer}  ${paint.dim(await where(one.origin))}\n`,
        );
      }
      if (shadowed.length < setting.shadowed.length)
        io.out(paint.dim(`  and ${more(setting, shadowed.length)} (--why)\n`));
    }
    return 0;
  },
};

function more(setting: PlanSetting, shown: number): string {
  const rest = setting.shadowed.length - shown;
  return `${rest} more layer${rest === 1 ? "" : "s"}`;
}

/** The longest aspect name that begins the text, and the setting's path after it. */
function splitThing(
  thing: string,
  aspects: ReadonlyMap<string, unknown>,
): { readonly aspect: string | undefined; readonly path: string } {
  for (let end = thing.length; end > 0; end = thing.lastIndexOf(".", end - 1)) {
    const aspect = thing.slice(0, end);
    if (aspects.has(aspect)) return { aspect, path: thing.slice(end + 1) };
  }
  return { aspect: undefined, path: "" };
}
