import {
  checkSelector,
  matches,
  parseSelector,
  SelectError,
  type Selector,
  type View,
} from "gen-select";
import { type Finding, problem } from "../diagnostics/finding.ts";
import type { Origin } from "../diagnostics/origin.ts";
import { isRecord } from "../model/reader.ts";

/** Selectors that were read before: an environment's is asked for every host. */
const texts = new Map<string, Selector>();
const records = new WeakMap<object, Selector>();

/** A declared selector, given as data or text: the selector, or why it is none. */
export function readSelector(value: unknown, origin: Origin): Selector | Finding {
  const isText = typeof value === "string";
  const before = isText ? texts.get(value) : isRecord(value) ? records.get(value) : undefined;
  if (before !== undefined) return before;
  try {
    if (isText) {
      const read = asMembership(parseSelector(value));
      texts.set(value, read);
      return read;
    }
    if (isRecord(value) && typeof value.sel === "string") {
      // Made by hand, or from a file of data: it may be anything.
      const read = asMembership(checkSelector(value));
      records.set(value, read);
      return read;
    }
  } catch (error) {
    if (!(error instanceof SelectError)) throw error;
    // The selector itself, with a caret below what is wrong in it, is a detail.
    const [first = "", ...rest] = error.message.split("\n");
    const detail = rest.length === 0 ? {} : { detail: rest.join("\n") };
    return problem("DEN_WRONG_TYPE", `not a selector: ${first}`, { places: [origin], ...detail });
  }
  return problem(
    "DEN_WRONG_TYPE",
    "a selector is a text such as `host[tag~=web]`, or made by `sel`",
    {
      places: [origin],
    },
  );
}

/** Whether reading a selector gave a finding instead. */
export function isFinding(value: Selector | Finding): value is Finding {
  return "severity" in value;
}

/** `sel.attrs({ tag: "x" })` and `[tag=x]` ask for membership: an entity has many tags. */
export function asMembership(selector: Selector): Selector {
  const rewrite = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewrite);
    if (!isRecord(value)) return value;
    if (value.sel === "attr" && Array.isArray(value.path) && value.path.length === 1) {
      const [key] = value.path;
      if ((key === "tag" || key === "tags") && (value.op === "=" || value.op === "~=")) {
        return { sel: "tag", tag: String(value.value) };
      }
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [
        key,
        typeof part === "function" ? part : rewrite(part),
      ]),
    );
  };
  return rewrite(selector) as Selector;
}

/** Whether one node matches; an answer that is not known counts as no, with its reason. */
export function isMatch(selector: Selector, id: string, view: View): boolean {
  return matches(selector, id, view).answer === "yes";
}
