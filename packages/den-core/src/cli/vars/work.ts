import { reasonText, type VarsPlan, type Work, type WorkCause, type WorkItem } from "gen-vars";
import type { Paint } from "../io.ts";

/** What a run would do, as data: the shape of `--dry-run --json`. */
export function workData({ items, blocked }: Work, plan: VarsPlan): unknown {
  return {
    work: items.map((item) => ({
      id: item.entry.instance.id,
      cause: item.cause,
      reasons: item.entry.reasons.map(reasonText),
      files: [...item.entry.instance.generator.files.keys()],
      replaces: replaces(item, plan),
    })),
    blocked: blocked.map(({ instance, blockedBy }) => ({
      id: instance.id,
      blockedBy: blockedBy.map((blocker) =>
        blocker.code === "dependency" ? `${blocker.on} is blocked` : blocker.message,
      ),
    })),
  };
}

const CAUSES: Record<WorkCause, string> = {
  missing: "new",
  stale: "anew",
  requested: "anew",
  needed: "needed",
  dependent: "follows",
};

/** What a run would do, as lines. */
export function workLines({ items, blocked }: Work, plan: VarsPlan, paint: Paint): string[] {
  const width = Math.max(
    0,
    ...items.map(({ entry }) => entry.instance.id.length),
    ...blocked.map(({ instance }) => instance.id.length),
  );
  return [
    ...items.map((item) => {
      const word = CAUSES[item.cause].padEnd(7);
      const colour = replaces(item, plan) ? paint.yellow : paint.green;
      return `  ${item.entry.instance.id.padEnd(width)}  ${colour(word)}  ${paint.dim(whyText(item))}`.trimEnd();
    }),
    ...blocked.map(({ instance, blockedBy }) => {
      const [first] = blockedBy;
      const why = first?.code === "dependency" ? `${first.on} is blocked` : (first?.message ?? "");
      return `  ${instance.id.padEnd(width)}  ${paint.red("blocked")}  ${paint.dim(why)}`;
    }),
  ];
}

function whyText({ entry, cause }: WorkItem): string {
  if (cause === "missing") return [...entry.instance.generator.files.keys()].join(", ");
  if (cause === "requested") return "asked for";
  return entry.reasons.map(reasonText).join("; ") || "what it depends on is made anew";
}

/** The ids of generators whose values would be replaced, or may be. */
export function replacedIds(items: readonly WorkItem[], plan: VarsPlan): string[] {
  return items.filter((item) => replaces(item, plan)).map(({ entry }) => entry.instance.id);
}

/** A record that cannot be read, as after a merge, may stand for values that nobody has a copy of. */
function replaces({ entry }: WorkItem, plan: VarsPlan): boolean {
  return (entry.stored?.files.size ?? 0) > 0 || plan.state(entry.instance).issues.length > 0;
}
