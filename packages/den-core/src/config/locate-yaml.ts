import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { Place } from "./locate.ts";

/** Places of paths in a YAML or JSON text. */
export function yamlLookup(text: string): (path: readonly string[]) => Place | undefined {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const placeOf = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return { line, column: col };
  };
  return (path) => {
    let node: unknown = document.contents;
    let place: Place | undefined = { line: 1, column: 1 };
    for (const key of path) {
      if (isMap(node)) {
        const pair = node.items.find(
          (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key,
        );
        if (pair === undefined) return place;
        const range = isScalar(pair.key) ? pair.key.range : undefined;
        if (range !== undefined && range !== null) place = placeOf(range[0]);
        node = pair.value;
      } else if (isSeq(node)) {
        node = node.items[Number(key)];
        const range = (node as { range?: readonly number[] } | undefined)?.range;
        if (range?.[0] !== undefined) place = placeOf(range[0]);
      } else return place;
    }
    return place;
  };
}
