import { print } from "../print/print.ts";
import { byCodeUnit } from "./names.ts";
import type { Attr, Entry, Node } from "./node.ts";
import { attrOf, isPlainText } from "./strings.ts";
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
  let plain = true;
  const entries = keys.map((key, index): Entry => {
    const name = isPlainText(key) ? key : guard(key, () => attrOf(key, []));
    plain &&= name === key;
    return { name, value: values[index] ?? { k: "null" } };
  });
  if (plain) return entries;
  const computed = entries.flatMap((entry) =>
    typeof entry.name === "string" ? [] : [{ entry, text: print(symbolic(entry.name)) }],
  );
  computed.sort((a, b) => byCodeUnit(a.text, b.text));
  const fixed = entries.filter((entry) => typeof entry.name === "string");
  return [...fixed, ...computed.map(({ entry }) => entry)];
}
