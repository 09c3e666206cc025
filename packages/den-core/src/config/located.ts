import type { Origin } from "../diagnostics/origin.ts";
import type { Locator } from "./locate.ts";

/** Keys whose values are the user's data: nothing in them is a place. */
const DATA: ReadonlySet<string> = new Set(["value", "meta"]);

/** An answer with lines and columns at every place in it. Answers are plain data of den's own shapes. */
export async function located<T>(answer: T, locator: Locator): Promise<T> {
  const visit = async (value: unknown): Promise<unknown> => {
    if (Array.isArray(value)) return Promise.all(value.map(visit));
    if (typeof value !== "object" || value === null) return value;
    const record = value as Readonly<Record<string, unknown>>;
    if (typeof record.file === "string" && Array.isArray(record.path))
      return locator.locate(record as unknown as Origin);
    return Object.fromEntries(
      await Promise.all(
        Object.entries(record).map(async ([key, part]) => [
          key,
          DATA.has(key) ? part : await visit(part),
        ]),
      ),
    );
  };
  return (await visit(answer)) as T;
}
