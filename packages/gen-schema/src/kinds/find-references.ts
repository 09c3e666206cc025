import type { Path } from "../data/path.ts";
import { isPlain, own } from "../data/plain.ts";
import type { Plan } from "../layers/plan.ts";

/** A place in a value whose schema says that it refers to a kind. */
export interface FoundReference {
  readonly path: Path;
  readonly kind: string;
  readonly key: unknown;
}

/** Every reference in a value, in the order of keys; `null` and absent values refer to nothing. */
export function findReferences(plan: Plan, value: unknown): FoundReference[] {
  const found: FoundReference[] = [];
  const around = new Set<unknown>();
  const work: { value: unknown; plan: Plan | undefined; path: Path }[] = [
    { value, plan, path: [] },
  ];
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    const { value: at, plan: here, path } = item;
    if (here === undefined || at === undefined || at === null) continue;
    const kind = here.note("x-ref");
    if (typeof kind === "string") {
      found.push({ path, kind, key: at });
      continue;
    }
    if (typeof at !== "object" || around.has(at)) continue;
    around.add(at);
    if (Array.isArray(at)) {
      for (let index = at.length - 1; index >= 0; index--) {
        work.push({ value: at[index], plan: here.element(index), path: [...path, String(index)] });
      }
    } else if (isPlain(at)) {
      for (const key of Object.keys(at).reverse()) {
        work.push({ value: own(at, key), plan: here.child(key), path: [...path, key] });
      }
    }
  }
  return found;
}
