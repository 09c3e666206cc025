import { type Finding, problem } from "../diagnostics/finding.ts";
import type { Origin } from "../diagnostics/origin.ts";
import type { AspectModel, AspectPart, AspectRef } from "../model/model.ts";
import { suggestion } from "../model/reader.ts";
import type { Excluder, Resolution, ResolvedAspect, Root, Step, Tombstone } from "./resolved.ts";

/** What a parametric part returns at the scope of the walk, or the kind below that it waits for. */
export type Bound =
  | { readonly aspect: AspectModel }
  | { readonly waitsFor: string }
  | { readonly finding: Finding };

/** What the walk needs: the registry, excludes by name, and how to bind parametric parts. */
export interface WalkInput {
  readonly roots: readonly Root[];
  readonly aspects: ReadonlyMap<string, AspectModel>;
  /** Excludes of the scope and the scopes above it, by aspect name. */
  readonly excluded: ReadonlyMap<string, Excluder>;
  readonly bind: (aspect: AspectModel, part: AspectPart) => Bound;
  /** Names under which content may be narrowed to the entity of the scope. */
  readonly entityNames: readonly string[];
}

interface Trail {
  readonly name: string;
  readonly above: Trail | undefined;
}

interface Frame {
  readonly ref: AspectRef;
  readonly step: Step;
  readonly owner: string;
  /** The aspects on the way here, nearest first: linked, since a copy for each would be quadratic. */
  readonly path: Trail | undefined;
  readonly excluded: ReadonlyMap<string, Excluder>;
}

interface Draft {
  readonly aspect: AspectModel;
  readonly steps: Step[];
  readonly owners: Set<string>;
  readonly parts: readonly AspectPart[];
  readonly includes: readonly AspectRef[];
  readonly excludes: readonly AspectRef[];
  readonly waitsFor: ReadonlySet<string>;
  /** The exclude sets under which its includes were walked already. */
  readonly walked: { readonly owner: string; readonly excluded: ReadonlyMap<string, Excluder> }[];
}

/** The registry name of a reference, or the place-bound name of an aspect declared in place. */
export function refName(ref: AspectRef): string {
  return "name" in ref ? ref.name : ref.inline.name;
}

/**
 * Walks includes depth first, node before children, left to right. An aspect lands once however many
 * chains lead to it, and keeps them all. An exclude removes what is below it (the whole scope for an
 * entity's, the includes below for an aspect's) and leaves a tombstone. A circle is
 * `DEN_INCLUDE_CYCLE`, once for each, with its path.
 */
export function walkIncludes(input: WalkInput): Resolution {
  const drafts = new Map<string, Draft>();
  const tombstones: Tombstone[] = [];
  const findings: Finding[] = [];
  const stack: Frame[] = [...input.roots].reverse().map((root) => ({
    ref: root.ref,
    step: { root },
    owner: root.owner,
    path: undefined,
    excluded: input.excluded,
  }));
  for (let frame = stack.pop(); frame !== undefined; frame = stack.pop()) {
    const name = refName(frame.ref);
    const by = excluder(name, frame.excluded);
    if (by !== undefined) {
      tombstones.push({ aspect: name, step: frame.step, by });
      continue;
    }
    const circle = circleTo(frame.path, name);
    if (circle !== undefined) {
      findings.push(cycle(circle, frame.ref.origin));
      continue;
    }
    const aspect = "inline" in frame.ref ? frame.ref.inline : input.aspects.get(name);
    if (aspect === undefined) {
      findings.push(unknownAspect(name, frame.ref.origin, input.aspects.keys()));
      continue;
    }
    let draft = drafts.get(name);
    if (draft === undefined) {
      draft = startDraft(aspect, input, findings);
      drafts.set(name, draft);
    }
    draft.steps.push(frame.step);
    draft.owners.add(frame.owner);
    const excluded = withExcludes(frame.excluded, name, draft.excludes);
    // Walking again can only find something new when fewer things are excluded, or for a new owner.
    const known = draft.walked.some(
      (walk) =>
        walk.owner === frame.owner && [...walk.excluded.keys()].every((key) => excluded.has(key)),
    );
    if (known) continue;
    draft.walked.push({ owner: frame.owner, excluded });
    const path: Trail = { name, above: frame.path };
    for (const ref of [...draft.includes].reverse()) {
      stack.push({
        ref,
        step: stepFrom(name, ref),
        owner: frame.owner,
        path,
        excluded,
      });
    }
  }
  const aspects = new Map<string, ResolvedAspect>();
  const owners = new Map<string, ReadonlySet<string>>();
  for (const [name, draft] of drafts) aspects.set(name, finished(draft, owners));
  return { aspects, tombstones: unique(tombstones), findings };
}

const steps = new WeakMap<AspectRef, Map<string, Step>>();

/** The step along an include: the same object in every walk, since there are as many as includes. */
function stepFrom(from: string, ref: AspectRef): Step {
  let known = steps.get(ref);
  if (known === undefined) {
    known = new Map();
    steps.set(ref, known);
  }
  let step = known.get(from);
  if (step === undefined) {
    step = { from, origin: ref.origin };
    known.set(from, step);
  }
  return step;
}

const NONE: ReadonlySet<string> = new Set();

/** What is kept of a draft: as little as possible, since there is one for each aspect of each scope. */
function finished(draft: Draft, owners: Map<string, ReadonlySet<string>>): ResolvedAspect {
  const key = [...draft.owners].join("\n");
  let shared = owners.get(key);
  if (shared === undefined) {
    shared = draft.owners;
    owners.set(key, shared);
  }
  return {
    aspect: draft.aspect,
    steps: [...new Set(draft.steps)],
    owners: shared,
    parts: draft.parts,
    waitsFor: draft.waitsFor,
  };
}

function startDraft(aspect: AspectModel, input: WalkInput, findings: Finding[]): Draft {
  const rest = { aspect, steps: [], owners: new Set<string>(), walked: [] };
  const narrowed = input.entityNames.flatMap((entity) => [...(aspect.narrowed.get(entity) ?? [])]);
  if (aspect.parts.every((part) => part.parametric === undefined)) {
    const { parts, excludes } = aspect;
    const includes = narrowed.length === 0 ? aspect.includes : [...aspect.includes, ...narrowed];
    return { ...rest, parts, includes, excludes, waitsFor: NONE };
  }
  const parts: AspectPart[] = [];
  const includes: AspectRef[] = [...aspect.includes];
  const excludes: AspectRef[] = [...aspect.excludes];
  const waitsFor = new Set<string>();
  for (const part of aspect.parts) {
    if (part.parametric === undefined) {
      parts.push(part);
      continue;
    }
    const bound = input.bind(aspect, part);
    if ("waitsFor" in bound) waitsFor.add(bound.waitsFor);
    else if ("finding" in bound) findings.push(bound.finding);
    else {
      parts.push(...bound.aspect.parts);
      includes.push(...bound.aspect.includes);
      excludes.push(...bound.aspect.excludes);
    }
  }
  return { ...rest, parts, includes: [...includes, ...narrowed], excludes, waitsFor };
}

/** The way from `name` back to itself, if it is on the trail. */
function circleTo(trail: Trail | undefined, name: string): string[] | undefined {
  const back: string[] = [name];
  for (let at = trail; at !== undefined; at = at.above) {
    back.push(at.name);
    if (at.name === name) return back.reverse();
  }
  return undefined;
}

/** An exclude of an aspect covers its sub-aspects too. */
function excluder(name: string, excluded: ReadonlyMap<string, Excluder>): Excluder | undefined {
  if (excluded.size === 0) return undefined;
  for (let at = name; ; ) {
    const found = excluded.get(at);
    if (found !== undefined) return found;
    const slash = at.lastIndexOf("/");
    if (slash < 0) return undefined;
    at = at.slice(0, slash);
  }
}

function withExcludes(
  excluded: ReadonlyMap<string, Excluder>,
  aspect: string,
  refs: readonly AspectRef[],
): ReadonlyMap<string, Excluder> {
  if (refs.length === 0) return excluded;
  const all = new Map(excluded);
  for (const ref of refs) {
    if (!all.has(refName(ref))) all.set(refName(ref), { aspect, origin: ref.origin });
  }
  return all;
}

function unique(tombstones: readonly Tombstone[]): Tombstone[] {
  const seen = new Set<string>();
  return tombstones.filter((stone) => {
    const from = "root" in stone.step ? `root ${stone.step.root.owner}` : stone.step.from;
    const key = JSON.stringify([
      stone.aspect,
      from,
      stone.by.aspect ?? stone.by.scope ?? stone.by.policy,
    ]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** A circle of includes, told from its least name on, so that it reads the same from every entry. */
export function cycle(path: readonly string[], origin: Origin): Finding {
  const names = path.slice(0, -1);
  const least = names.reduce((best, name, index) => (name < (names[best] ?? "") ? index : best), 0);
  const turned = [...names.slice(least), ...names.slice(0, least)];
  return problem(
    "DEN_INCLUDE_CYCLE",
    `aspects include each other: ${[...turned, turned[0]].join(" → ")}`,
    {
      places: [origin],
      remedy: "remove one of these includes",
    },
  );
}

/** A reference to an aspect that is not there, with the nearest name. */
export function unknownAspect(name: string, origin: Origin, known: Iterable<string>): Finding {
  return problem("DEN_UNKNOWN_ASPECT", `there is no aspect ${JSON.stringify(name)}`, {
    places: [origin],
    remedy: suggestion(name, known),
  });
}
