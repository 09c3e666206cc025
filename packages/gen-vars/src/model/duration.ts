const UNITS: ReadonlyMap<string, number> = new Map([
  ["s", 1],
  ["m", 60],
  ["h", 3600],
  ["d", 86_400],
  ["w", 604_800],
  ["y", 31_536_000],
]);

const SHORT = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;
const ISO = /^P(?:(\d+)Y)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const ORDER = ["y", "w", "d", "h", "m", "s"] as const;

/**
 * A length of time in whole seconds: a number of seconds, `1y2w3d4h5m6s` (any part of it), or an
 * ISO 8601 duration without months. A year is 365 days. `undefined` when it is none of them or zero.
 */
export function parseDuration(value: unknown): number | undefined {
  if (typeof value === "number") {
    return Number.isSafeInteger(value) && value > 0 ? value : undefined;
  }
  if (typeof value !== "string" || value.endsWith("T")) return undefined;
  const match = SHORT.exec(value) ?? ISO.exec(value);
  if (match === null) return undefined;
  let seconds = 0;
  ORDER.forEach((unit, index) => {
    seconds += Number(match[index + 1] ?? 0) * (UNITS.get(unit) as number);
  });
  return seconds > 0 && Number.isSafeInteger(seconds) ? seconds : undefined;
}

/** Seconds as short text: `90d`, `1d12h`, `45s`. The inverse of {@link parseDuration}. */
export function formatDuration(seconds: number): string {
  let rest = Math.max(0, Math.floor(seconds));
  let text = "";
  for (const unit of ["d", "h", "m", "s"]) {
    const size = UNITS.get(unit) as number;
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return text === "" ? "0s" : text;
}
