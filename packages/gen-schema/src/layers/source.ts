import { isPlain } from "../data/plain.ts";
import { show } from "../data/show.ts";
import { refuse } from "../problems/schema-error.ts";
import { isMarked, type Mark, markOf } from "./marker.ts";
import { readOf } from "./read.ts";
import type { Source, State } from "./state.ts";

const NOTHING: Readonly<Record<string, unknown>> = Object.freeze({});

/** Whether the layer's condition holds; asked at most once. */
export function isActive(state: State, source: Source): boolean {
  if (source.active === true || source.active === false) return source.active;
  const { when } = source.layer;
  if (source.active === "asking") {
    refuse({
      code: "condition-cycle",
      message: `The condition of layer ${JSON.stringify(source.name)} depends on what the layer says`,
      layer: source.name,
      origin: source.origin,
      remedy: "Let the condition read only leaves that its layer does not set.",
    });
  }
  if (typeof when !== "function") {
    source.active = when !== false;
    return source.active;
  }
  source.active = "asking";
  let answer: boolean | undefined;
  try {
    answer = when(readOf(state)) === true;
  } finally {
    source.active = answer;
  }
  return answer;
}

/** What the layer says, once its condition is known to matter. Empty if the condition does not hold. */
export function recordOf(state: State, source: Source): Readonly<Record<string, unknown>> {
  if (source.record !== undefined) return source.record;
  let value: unknown = source.layer.values;
  if (typeof value === "object" && value !== null) {
    const proto: unknown = Object.getPrototypeOf(value);
    if (proto === Object.prototype) {
      return remember(source, value as Readonly<Record<string, unknown>>);
    }
  }
  if (typeof value === "function") {
    if (!isActive(state, source)) return remember(source, NOTHING);
    value = value(readOf(state));
  }
  while (typeof value === "object" && value !== null && isMarked(value)) {
    const mark = markOf(value) as Mark;
    if (mark.is === "priority") source.priority = mark.priority;
    else if (mark.is === "when") {
      const { condition } = mark;
      if (!(typeof condition === "function" ? condition(readOf(state)) : condition)) {
        return remember(source, NOTHING);
      }
    } else if (mark.is === "lazy") {
      value = mark.compute(readOf(state));
      continue;
    } else if (mark.is !== "fold" || mark.fold !== "merge") {
      return refuseValues(source, `a whole layer cannot be marked ${mark.is}`);
    }
    value = value.value;
  }
  if (value === undefined || value === null) return remember(source, NOTHING);
  if (!isPlain(value)) return refuseValues(source, `got ${show(value)}`);
  return remember(source, value);
}

function refuseValues(source: Source, why: string): never {
  return refuse({
    code: "layer-values",
    message: `Layer ${JSON.stringify(source.name)} must say a record: ${why}`,
    expected: "an object",
    layer: source.name,
    origin: source.origin,
  });
}

function remember<T extends Readonly<Record<string, unknown>>>(source: Source, record: T): T {
  source.record = record;
  return record;
}
