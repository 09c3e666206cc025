import type { AnyAttribute, AttributeKind } from "../declare/types.ts";
import type { Slot } from "../engine/cell.ts";
import type { Engine } from "../engine/engine.ts";

/** What was done so far: counts since the evaluator was made. */
export interface Counts {
  /** Runs of the equation that came to an end, by a value or by a failure. */
  readonly evaluations: number;
  /** Runs given up and begun again: the JavaScript stack got too deep, or a circular step was put off. */
  readonly retries: number;
  /** Kept values that were found good: read as they were, or after checking what they had read. */
  readonly hits: number;
  /** Runs (and edits) whose result equalled the one before, so that no reader had to follow. */
  readonly cutoffs: number;
  /** Good values that an edit made doubtful. */
  readonly invalidations: number;
  /** Instances kept now. */
  readonly instances: number;
}

/** The counts of one attribute. */
export interface AttributeCounts extends Counts {
  /** The attribute's name. */
  readonly attribute: string;
  readonly kind: AttributeKind;
  readonly origin: string | undefined;
}

/** The sums over all attributes, and each of them, by name. */
export interface Stats extends Counts {
  readonly attributes: readonly AttributeCounts[];
}

const NONE: Counts = {
  evaluations: 0,
  retries: 0,
  hits: 0,
  cutoffs: 0,
  invalidations: 0,
  instances: 0,
};

function countsOf({
  evaluations,
  retries,
  hits,
  cutoffs,
  invalidations,
  instances,
}: Counts): Counts {
  return { evaluations, retries, hits, cutoffs, invalidations, instances };
}

/** The counts of one attribute; zeros when it was never read. */
export function attributeStats(engine: Engine, attribute: AnyAttribute): AttributeCounts {
  const { name, kind, origin } = attribute;
  return { attribute: name, kind, origin, ...countsOf(engine.slots.get(attribute) ?? NONE) };
}

/** A snapshot of all counts. Attributes of one name stay apart, in the order of their first use. */
export function allStats(engine: Engine): Stats {
  const sum = { ...NONE } as { -readonly [Key in keyof Counts]: number };
  const attributes = [...engine.slots.values()].map((slot: Slot) => {
    for (const key of Object.keys(NONE) as (keyof Counts)[]) sum[key] += slot[key];
    return attributeStats(engine, slot.attribute);
  });
  attributes.sort((a, b) => (a.attribute < b.attribute ? -1 : a.attribute > b.attribute ? 1 : 0));
  return { ...sum, attributes };
}
