import { ScopeError, type ScopeIssue } from "../error/scope-error.ts";
import type { Missing, Resolution, VisibleAnswer } from "./answer.ts";
import { formatPath } from "./format-path.ts";
import type { Declaration } from "./scope-graph.ts";

const SHOWN = 5;

/**
 * The one visible declaration of a resolution.
 *
 * @throws ScopeError `unresolved`, saying where it looked, what is named alike, which imports failed
 * and what ill-formed paths lead to; `ambiguous`, with all candidates and their paths.
 */
export function only<T extends Declaration>(resolution: Resolution<T>): VisibleAnswer<T> {
  const { visible, missing } = resolution;
  const [answer] = visible;
  if (answer !== undefined && visible.length === 1) return answer;
  throw new ScopeError([
    missing === undefined ? tooMany(resolution) : nothing(resolution, missing),
  ]);
}

function what({ name, from }: Resolution): string {
  return `${name === undefined ? "a declaration" : JSON.stringify(name)} from ${JSON.stringify(from)}`;
}

/** By its id too: of one name there may be several in one scope. */
function nameOf({ name, id }: Declaration): string {
  return `${JSON.stringify(name)}${id === undefined ? "" : ` (${id})`}`;
}

function tooMany<T extends Declaration>(resolution: Resolution<T>): ScopeIssue {
  const { visible, from } = resolution;
  const shown = visible
    .slice(0, SHOWN)
    .map(({ declaration, path }) => `${nameOf(declaration)} by ${formatPath(path, from)}`);
  if (visible.length > SHOWN) shown.push(`${visible.length - SHOWN} more`);
  return {
    code: "ambiguous",
    message: `Looking for ${what(resolution)} finds several, none of them nearer: ${shown.join("; ")}.`,
    remedy: "Rename or remove all but one, or prefer one of the labels in the policy's order.",
    culprits: visible.map(({ scope }) => scope),
  };
}

function nothing<T extends Declaration>(
  resolution: Resolution<T>,
  { looked, nearest, imports, illFormed }: Missing<T>,
): ScopeIssue {
  const { from } = resolution;
  const places = looked.slice(0, SHOWN).map((scope) => JSON.stringify(scope));
  if (looked.length > SHOWN) places.push(`${looked.length - SHOWN} more`);
  const parts = [`Looking for ${what(resolution)} finds nothing`];
  parts.push(places.length === 0 ? "; no path is well-formed" : ` in ${places.join(", ")}`);
  for (const { name, scope, reason } of imports.slice(0, SHOWN)) {
    parts.push(
      `; the import of ${JSON.stringify(name)} in ${JSON.stringify(scope)} ${REASONS[reason]}`,
    );
  }
  const [stray] = illFormed;
  if (stray !== undefined) {
    parts.push(`; ${formatPath(stray.path, from)} has it, but is not well-formed`);
  }
  const [near] = nearest;
  return {
    code: "unresolved",
    message: `${parts.join("")}.`,
    remedy: "Declare it in one of these scopes, or add an edge to where it is.",
    culprits: [from],
    ...(near === undefined ? {} : { suggestion: near.name }),
  };
}

const REASONS = {
  unresolved: "finds nothing itself",
  "not-a-scope": "finds something that is no scope",
  seen: "is the one being resolved",
} as const;
