import { print } from "../print/print.ts";
import { byCodeUnit } from "./names.ts";
import type { Attr, Entry, Node } from "./node.ts";
import { hasPlaceholder } from "./placeholder.ts";
import { attrOf, badCharacter } from "./strings.ts";
import { symbolic } from "./symbolic.ts";

/**
 * The attributes of a set from its keys and their values, in an order that does not depend on how the
 * set was made: fixed names sorted, then computed ones in the order of their text.
 *
 * @param keys in code-unit order.
 * @param guard runs what may refuse a key, and says what stands in its place then.
 */
export function entriesOf(
  keys: readonly string[],
  values: readonly Node[],
  guard: (key: string, make: () => Attr) => Attr,
): readonly Entry[] {
  const entries = keys.map((key, index): Entry => {
    const odd = hasPlaceholder(key) || badCharacter(key) !== undefined;
    const name = odd ? guard(key, () => attrOf(key, [])) : key;
    return { name, value: values[index] ?? { k: "null" } };
  });
  const computed = entries.flatMap((entry) =>
    typeof entry.name === "string" ? [] : [{ entry, text: print(symbolic(entry.name)) }],
  );
  if (computed.length === 0) return entries;
  computed.sort((a, b) => byCodeUnit(a.text, b.text));
  const fixed = entries.filter((entry) => typeof entry.name === "string");
  return [...fixed, ...computed.map(({ entry }) => entry)];
}
