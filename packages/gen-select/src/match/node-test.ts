import { isUnknown, type Unknown } from "../view/view.ts";
import type { Verdict } from "./verdict.ts";

/** Decides one node of a view. */
export type Test = (id: string) => Verdict;

/** Tests a value if it is known. */
export function on<T>(value: T | Unknown, test: (value: T) => Verdict): Verdict {
  return isUnknown(value) ? value : test(value);
}

/** Remembers verdicts, so that nested steps do not multiply. Lives as long as one question. */
export function remember(test: Test): Test {
  const memo = new Map<string, Verdict>();
  return (id) => {
    let verdict = memo.get(id);
    if (verdict === undefined) {
      verdict = test(id);
      memo.set(id, verdict);
    }
    return verdict;
  };
}
