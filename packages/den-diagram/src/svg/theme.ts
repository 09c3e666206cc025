import type { Change } from "../picture/picture.ts";

/** Colours of a theme. */
interface Palette {
  readonly page: string;
  readonly text: string;
  readonly faint: string;
  readonly line: string;
  readonly box: string;
  readonly frame: string;
  readonly accents: readonly string[];
  readonly added: string;
  readonly removed: string;
  readonly changed: string;
}

/* Accents keep a contrast of 3:1 to the page, text 7:1, in both palettes. */
const LIGHT: Palette = {
  page: "#ffffff",
  text: "#1f2328",
  faint: "#59636e",
  line: "#6e7781",
  box: "#ffffff",
  frame: "#f6f8fa",
  accents: ["#0969da", "#1a7f37", "#8250df", "#bc4c00", "#0b7285", "#bf3989", "#9a6700", "#57606a"],
  added: "#1a7f37",
  removed: "#cf222e",
  changed: "#9a6700",
};

const DARK: Palette = {
  page: "#0d1117",
  text: "#f0f6fc",
  faint: "#9198a1",
  line: "#8b949e",
  box: "#161b22",
  frame: "#11161d",
  accents: ["#4493f8", "#3fb950", "#ab7df8", "#f0883e", "#39c5cf", "#db61a2", "#d29922", "#9198a1"],
  added: "#3fb950",
  removed: "#f85149",
  changed: "#d29922",
};

/** `auto` follows what the reader's system prefers. */
export type Theme = "auto" | "light" | "dark";

function variables(palette: Palette): string {
  const { accents, ...rest } = palette;
  const named = Object.entries(rest).map(([name, colour]) => `--${name}:${colour}`);
  return [...named, ...accents.map((colour, index) => `--a${index}:${colour}`)].join(";");
}

/** The colours of a theme as CSS variables of the element that `selector` names. */
export function themeCss(theme: Theme, selector: string): string {
  if (theme === "dark") return `${selector}{${variables(DARK)}}`;
  const light = `${selector}{${variables(LIGHT)}}`;
  if (theme === "light") return light;
  return `${light}@media (prefers-color-scheme:dark){${selector}{${variables(DARK)}}}`;
}

/** The light accents, for formats that have no themes. */
export const ACCENTS: readonly string[] = LIGHT.accents;

/** The light colours of changes, for formats that have no themes. */
export const CHANGES: Readonly<Record<Change, string>> = {
  added: LIGHT.added,
  removed: LIGHT.removed,
  changed: LIGHT.changed,
};

/** How nodes, edges and groups are drawn, whatever the theme. */
export function drawingCss(scope: string): string {
  const accents = LIGHT.accents.map((_, i) => `${scope} .k${i}{--accent:var(--a${i})}`).join("");
  return `${scope}{font-family:system-ui,-apple-system,"Segoe UI",Helvetica,Arial,"Liberation Sans",sans-serif;color:var(--text);--accent:var(--line)}
${scope} text{fill:var(--text);font-size:13px}
${scope} .note,${scope} .edge text{fill:var(--faint);font-size:11px}
${scope} .group text{fill:var(--faint);font-size:12px;font-weight:600}
${scope} .page{fill:var(--page)}
${scope} .node .shape{fill:var(--box);stroke:var(--accent);stroke-width:1.5}
${scope} .frame{fill:var(--frame);stroke:var(--accent);stroke-opacity:.5}
${scope} .edge path{fill:none;stroke:var(--accent);stroke-width:1.25}
${scope} .edge .head{fill:var(--accent);stroke:none}
${scope} .edge text{paint-order:stroke;stroke:var(--page);stroke-width:4px;stroke-linejoin:round;text-anchor:middle}
${scope} .dashed path{stroke-dasharray:6 4}${scope} .dotted path{stroke-dasharray:1.5 4;stroke-linecap:round}
${scope} .muted{opacity:.5}${scope} .muted .shape{stroke-dasharray:4 3}
${scope} .added{--accent:var(--added)}${scope} .removed{--accent:var(--removed)}${scope} .changed{--accent:var(--changed)}
${scope} .node.added .shape,${scope} .node.removed .shape,${scope} .node.changed .shape{stroke-width:2.5}
${scope} .removed text{text-decoration:line-through}
${accents}`;
}
