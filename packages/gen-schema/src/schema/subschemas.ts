import type { Path } from "../data/path.ts";
import { isPlain } from "../data/plain.ts";
import { LIST, NAMED, ONE } from "./keywords.ts";

/** A schema inside a schema, with its place. */
export interface Place {
  readonly schema: unknown;
  readonly path: Path;
}

/** Every schema inside a schema, itself first, with its place. */
export function* subschemas(root: unknown): Generator<Place> {
  const stack: Place[] = [{ schema: root, path: [] }];
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    yield place;
    const { schema, path } = place;
    if (!isPlain(schema)) continue;
    const below: Place[] = [];
    for (const keyword of Object.keys(schema)) {
      const value = schema[keyword];
      if (LIST.has(keyword) || (keyword === "items" && Array.isArray(value))) {
        if (!Array.isArray(value)) continue;
        value.forEach((item, index) => {
          below.push({ schema: item, path: [...path, keyword, String(index)] });
        });
      } else if (ONE.has(keyword)) below.push({ schema: value, path: [...path, keyword] });
      else if (NAMED.has(keyword) && isPlain(value)) {
        for (const name of Object.keys(value)) {
          below.push({ schema: value[name], path: [...path, keyword, name] });
        }
      }
    }
    for (let index = below.length - 1; index >= 0; index--) stack.push(below[index] as Place);
  }
}
