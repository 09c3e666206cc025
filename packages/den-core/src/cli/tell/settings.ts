import { refuse } from "../../diagnostics/den-error.ts";
import { originText } from "../../diagnostics/origin.ts";
import { suggestion } from "../../model/reader.ts";
import type { NodeId } from "../../pipeline/base.ts";
import { type PlanOrigin, type PlanSetting, planSettings } from "../../plan/plan.ts";
import { type Io, paintFor } from "../io.ts";
import type { OpenFleet } from "../open-fleet.ts";

/** What to tell about settings: one host, one aspect, and the path of one setting or `""` for all. */
export interface SettingsQuestion {
  readonly host: string;
  readonly id: NodeId;
  readonly aspect: string;
  readonly path: string;
  /** All the layers that were shadowed, not only the strongest. */
  readonly why: boolean;
}

/**
 * Prints settings with their values, who set them where, and what that shadows.
 *
 * @throws DenError `DEN_UNKNOWN_SETTING` for a path that the aspect does not have
 */
export async function tellSettings(
  io: Io,
  { pipeline, locator }: OpenFleet,
  { host, id, aspect, path, why }: SettingsQuestion,
  options: Readonly<Record<string, unknown>>,
): Promise<void> {
  const present = pipeline.evaluator.get(pipeline.resolution.resolution, id).aspects.has(aspect);
  const settings = planSettings(pipeline, id, aspect);
  const wanted =
    path === ""
      ? settings
      : settings.filter((one) => one.path === path || one.path.startsWith(`${path}.`));
  if (path !== "" && wanted.length === 0) {
    refuse("DEN_UNKNOWN_SETTING", `${aspect} has no setting ${JSON.stringify(path)} at ${host}`, {
      remedy: suggestion(
        path,
        settings.map((one) => one.path),
      ),
    });
  }
  if (options.json === true) {
    io.out(`${JSON.stringify({ host, aspect, present, settings: wanted }, null, 2)}\n`);
    return;
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
    const shadowed = why ? setting.shadowed : setting.shadowed.slice(0, 1);
    for (const one of shadowed) {
      io.out(
        `  over ${JSON.stringify(one.value)}  ${one.layer}  ${paint.dim(await where(one.origin))}\n`,
      );
    }
    if (shadowed.length < setting.shadowed.length)
      io.out(paint.dim(`  and ${more(setting, shadowed.length)} (--why)\n`));
  }
}

function more(setting: PlanSetting, shown: number): string {
  const rest = setting.shadowed.length - shown;
  return `${rest} more layer${rest === 1 ? "" : "s"}`;
}
