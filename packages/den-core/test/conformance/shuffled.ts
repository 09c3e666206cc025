/** Registries of a fleet whose entries may stand in any of its files. */
const REGISTRIES: ReadonlySet<string> = new Set([
  "tags",
  "environments",
  "homes",
  "hosts",
  "kinds",
  "entities",
  "classes",
  "channels",
  "aspects",
  "policies",
  "services",
]);

/** A source of numbers from 0 to 1, the same for the same seed (a linear congruential generator). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === Object.prototype || prototype === null;
}

/** The same declarations with the keys of every record in another order. */
export function shuffled<T>(
  value: T,
  random: () => number,
  seen: Map<unknown, unknown> = new Map<unknown, unknown>(),
): T {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, random, seen)) as T;
  if (!isPlain(value)) return value;
  // A value that stands in two places is a reference: it stays one value.
  const known = seen.get(value);
  if (known !== undefined) return known as T;
  const entries = Object.entries(value)
    .map((entry) => ({ entry, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ entry: [key, inner] }) => [key, shuffled(inner, random, seen)]);
  const made = Object.fromEntries(entries);
  seen.set(value, made);
  return made;
}

/** The same declarations, entry by entry in one of several files. */
export function scattered(
  fleet: object,
  random: () => number,
): { readonly fleet: object; readonly files: Record<string, object> } {
  const files: Record<string, Record<string, Record<string, unknown>>> = {};
  const root: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fleet)) {
    if (!REGISTRIES.has(key) || !isPlain(value)) {
      root[key] = value;
      continue;
    }
    for (const [name, declared] of Object.entries(value)) {
      const file = ["den.config.ts", "m/a.ts", "m/b.ts"][Math.floor(random() * 3)] ?? "";
      const into: Record<string, unknown> = file === "den.config.ts" ? root : (files[file] ?? {});
      if (into !== root) files[file] = into as Record<string, Record<string, unknown>>;
      into[key] = { ...(into[key] as object | undefined), [name]: declared };
    }
  }
  return { fleet: root, files };
}
