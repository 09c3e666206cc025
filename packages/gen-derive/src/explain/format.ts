import { printSelector } from "gen-select";
import { show, showAtom } from "../error/show.ts";
import type { WhyNot } from "./ask-why-not.ts";
import type { Derivation, Support } from "./derivation.ts";

/** How an explanation is written. */
export interface FormatOptions {
  /** How many levels are written out. @default 12 */
  readonly depth?: number;
}

function title(of: Derivation["of"]): string {
  if ("relation" in of) return showAtom(of);
  if ("message" in of) return `${of.code}: ${of.message}`;
  return `${of.kind} ${show(of.data)}`;
}

function line(support: Exclude<Support, { kind: "fact" }>): string {
  switch (support.kind) {
    case "selector":
      return `${show(support.node)} matches ${printSelector(support.selector)}`;
    case "absent":
      return `nothing fits ${support.patterns.map(showAtom).join(" and ")}`;
    case "test":
      return `${support.label} (${support.values.map((value) => show(value)).join(", ")})`;
    case "computed":
      return `${support.label} is ${show(support.value)}`;
    case "aggregate": {
      const more = support.total > support.facts.length ? ", …" : "";
      return `the ${support.op} is ${show(support.value)}: ${support.facts.map(showAtom).join(", ")}${more}`;
    }
    case "not-overridden":
      return `rule ${show(support.by)} does not override it`;
    case "not-suppressed":
      return "nothing suppresses it";
    case "ranked":
      return `no candidate of ${support.candidates} has a priority above ${support.priority}`;
  }
}

/** A derivation as indented lines. What was written before is not written out again. */
export function formatWhy(derivation: Derivation, { depth = 12 }: FormatOptions = {}): string {
  const lines: string[] = [];
  const seen = new Set<Derivation>();
  const open: { item: Derivation | string; level: number }[] = [{ item: derivation, level: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { item, level } = next;
    const indent = "  ".repeat(level);
    if (typeof item === "string") {
      lines.push(indent + item);
      continue;
    }
    const { rule, origin, because } = item;
    const place = origin === undefined ? "" : ` (${origin})`;
    const by = rule === undefined ? "given" : `by ${show(rule)}${place}`;
    const again = seen.has(item) && because.length > 0;
    const deep = level >= depth && because.length > 0;
    lines.push(`${indent}${title(item.of)} ← ${by}${again ? ", see above" : deep ? ", …" : ""}`);
    if (again || deep) continue;
    seen.add(item);
    for (let at = because.length - 1; at >= 0; at--) {
      const support = because[at] as Support;
      const below = support.kind === "fact" ? support.derivation : line(support);
      open.push({ item: below, level: level + 1 });
    }
  }
  return lines.join("\n");
}

/** Why something does not hold, as indented lines: the nearest rule with all its failing conditions. */
export function formatWhyNot({ message, nearest, suggestion }: WhyNot): string {
  const lines = [message];
  if (suggestion !== undefined) lines.push(`  did you mean ${show(suggestion)}?`);
  for (const failure of nearest?.failures.slice(1) ?? []) lines.push(`  also: ${failure.message}`);
  return lines.join("\n");
}
