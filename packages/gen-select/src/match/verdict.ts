import { isUnknown, mergeUnknown, type Unknown } from "../view/view.ts";

/** Kleene's strong three values (1952, §64): the third carries its reasons. */
export type Verdict = boolean | Unknown;

/** The negation. */
export function negate(verdict: Verdict): Verdict {
  return isUnknown(verdict) ? verdict : !verdict;
}

/** Some of them is true: true beats unknown beats false. Lazy; the reasons do not depend on the order. */
export function some<T>(items: Iterable<T>, test: (item: T) => Verdict): Verdict {
  let open: Unknown | undefined;
  for (const item of items) {
    const verdict = test(item);
    if (verdict === true) return true;
    if (verdict !== false) open = mergeUnknown(open, verdict);
  }
  return open ?? false;
}

/** All of them are true: false beats unknown beats true. */
export function every<T>(items: Iterable<T>, test: (item: T) => Verdict): Verdict {
  let open: Unknown | undefined;
  for (const item of items) {
    const verdict = test(item);
    if (verdict === false) return false;
    if (verdict !== true) open = mergeUnknown(open, verdict);
  }
  return open ?? true;
}

/** Some member of a set that may be known in part only. */
export function someOf(answer: Iterable<string> | Unknown, test: (id: string) => Verdict): Verdict {
  if (!isUnknown(answer)) return some(answer, test);
  return some([...answer.atLeast, undefined], (id) => (id === undefined ? answer : test(id)));
}
