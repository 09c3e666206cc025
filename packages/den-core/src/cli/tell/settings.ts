import { originText } from "../../diagnostics/origin.ts";
import type { SettingsAnswer } from "../../explain/settings-at.ts";
import type { PlanOrigin, PlanSetting } from "../../plan/plan.ts";
import type { Paint } from "../io.ts";

/**
 * Settings with their values, who set them where, and what that shadows: all of it with `why`, else
 * only the strongest.
 */
export function settingLines(
  { host, aspect, present, settings }: SettingsAnswer,
  why: boolean,
  paint: Paint,
): string[] {
  const where = (origin: PlanOrigin | null): string =>
    origin === null ? "" : `  ${paint.dim(originText(origin))}`;
  return [
    ...(present
      ? []
      : [paint.yellow(`${aspect} is not at ${host}: these settings have no effect`)]),
    ...(settings.length === 0 ? [`${aspect} has no settings`] : []),
    ...settings.flatMap((setting) => {
      const shadowed = why ? setting.shadowed : setting.shadowed.slice(0, 1);
      return [
        `${paint.bold(setting.path)} = ${JSON.stringify(setting.value)}  ${setting.layer}${where(setting.origin)}`,
        ...shadowed.map(
          (one) => `  over ${JSON.stringify(one.value)}  ${one.layer}${where(one.origin)}`,
        ),
        ...(shadowed.length < setting.shadowed.length
          ? [paint.dim(`  and ${more(setting, shadowed.length)} (--why)`)]
          : []),
      ];
    }),
  ];
}

function more(setting: PlanSetting, shown: number): string {
  const rest = setting.shadowed.length - shown;
  return `${rest} more layer${rest === 1 ? "" : "s"}`;
}
